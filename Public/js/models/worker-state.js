// Whether a worker is still there.

// Workers speak every few seconds; one that was silent for so long is gone.
const SILENT = 60;

export const isSilent = (worker) => (Date.now() - Date.parse(worker.lastSeenAt)) / 1000 > SILENT;

/** Takes what is told of a job as a word of the worker that trains it: no other event tells that it spoke. */
export function hear(workers, job) {
  if (job.state !== "running" && job.state !== "stopping") return;
  for (const worker of workers.values())
    if (worker.jobId === job.id) worker.lastSeenAt = new Date(Date.now()).toISOString();
}
