// What a run began from: the float32 network that it fine-tunes, against which its accuracy is told.
import { get } from "../../api.js";

/** The run whose weights this one started with, or null. */
export async function originOf({ parameters }, signal) {
  const [from, id] = [parameters["start.from"], parameters["start.id"]];
  if (!id || !["job", "run"].includes(from)) return null;
  try {
    const runId =
      from === "run" ? id : (await get(`/jobs/${encodeURIComponent(id)}`, signal)).runId;
    return await get(`/runs/${encodeURIComponent(runId)}`, signal);
  } catch {
    // It may be deleted: then there is nothing to compare with.
    return null;
  }
}
