// Reads what a queue (models/queue.js) has to know to say what its jobs lack.
import { get, schemaOf } from "../../api.js";

/** Gives a queue the workers that there are; `jobs`: those that may lack one, or the promise of them. */
export async function readWorkers(queue, jobs, signal) {
  const [known, items] = await Promise.all([get("/workers", signal), jobs]);
  if (!queue.instructions.length && items.some((job) => job.spec.needs.instructionSet !== "any")) {
    queue.instructions = await schemaOf("WorkerInfo", signal).then(
      ({ properties }) => properties.instructionSet.enum,
      () => [],
    );
  }
  queue.workers = new Map(known.items.map((worker) => [worker.id, worker]));
}
