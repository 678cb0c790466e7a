// Why no worker there is would take a job, as long as it waits for one.
import { Queue } from "../../models/queue.js";
import { readWorkers } from "../jobs/workers.js";

/** `lackOf(job)` of the page of one job, which is `current()`: empty if a worker would take it. */
export function lackOfJob(life, current) {
  const queue = new Queue();
  let isKnown = false;
  const read = async () => {
    if (document.hidden || current().state !== "queued") return;
    const reading = readWorkers(queue, [current()], life.signal);
    await reading.then(
      () => (isKnown = true),
      () => {},
    );
  };
  life.on("worker", (worker) => queue.workers.set(worker.id, worker));
  // No event tells of a worker that is gone, and a job may come back into the queue.
  life.every(10_000, read);
  read();
  return (job) => (isKnown ? queue.lack(job) : "");
}
