// The status of a run that a job makes, as an event of the job tells it, and how long it took.
import { between } from "../format.js";

const STATUS = {
  running: "running",
  stopping: "running",
  queued: "scheduled",
  blocked: "scheduled",
  succeeded: "finished",
  failed: "failed",
  timed_out: "failed",
  canceled: "killed",
};

/** Seconds from its start, to now while it runs; null while it waits, also for another attempt. */
export const secondsOfRun = ({ status, startedAt, endedAt }) =>
  status === "scheduled" ? null : between(startedAt, endedAt);

/** Gives a run the status and the times of its job; answers whether it had another status. */
export function takeJob(run, job) {
  // A run's own state changes only with its job's.
  if (STATUS[job.state] === run.status) return false;
  Object.assign(run, {
    status: STATUS[job.state],
    startedAt: job.startedAt ?? run.startedAt,
    endedAt: job.endedAt ?? null,
  });
  return true;
}
