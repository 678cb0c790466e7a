// A job while its tab is hidden and has no event stream: the title of a tab is read then too.
import { get } from "../api.js";
import { isFinal } from "../models/job-state.js";

const PAUSE = 15_000;

/** Hands over the job that `current()` is, as it is now, from time to time until it has ended. */
export function followHidden(life, current, take) {
  life.every(PAUSE, async () => {
    if (!document.hidden || isFinal(current().state)) return;
    const now = await get(`/jobs/${current().id}`, life.signal).catch(() => null);
    if (now && !life.over) take(now);
  });
}
