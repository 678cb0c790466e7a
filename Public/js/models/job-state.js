// What the state and the progress of a job come to, for people.
import * as format from "../format.js";

/** Steps done. What a worker last reported may be a little behind the end. */
export const stepOf = (job) =>
  job.progress ? (job.state === "succeeded" ? job.progress.steps : job.progress.step) : null;

/** Share of the job that is done, 0...1. */
export const share = (job) => {
  if (job.state === "succeeded") return 1;
  const p = job.progress;
  return p && p.steps > 0 ? Math.min(1, p.step / p.steps) : 0;
};

/** Whether no worker has it. */
export const isWaiting = (job) => job.state === "queued" || job.state === "blocked";

/** Seconds until a job that waits may be taken up, at its first attempt or another; 0 once it may. */
export const pauseOf = (job) =>
  isWaiting(job) && job.notBefore
    ? Math.max(0, (Date.parse(job.notBefore) - Date.now()) / 1000)
    : 0;

/** Seconds that its attempts took, without the waits before and between them; null before the first. */
export const secondsOf = ({ attempts }) =>
  attempts.length
    ? attempts.reduce((sum, { startedAt, endedAt }) => sum + format.between(startedAt, endedAt), 0)
    : null;

/** How fast it trains, or did at its end; null while it waits. */
export const speedOf = (job) => (isWaiting(job) ? null : (job.progress?.imagesPerSecond ?? null));

/** When a job that trains will have ended, by the clock; empty if that is not known. */
export function endOf(job) {
  const left = job?.state === "running" ? job.progress?.etaSeconds : null;
  return Number.isFinite(left) ? `ends about ${format.timeIn(left)}` : "";
}

/** What a tab says of a job or run, so that it can be followed from another: how far it is, then how it ended. */
export function titleOf(name, state, job = null) {
  const left = job?.progress?.etaSeconds;
  const mark =
    state === "succeeded" || state === "finished"
      ? "\u2713 "
      : ["failed", "timed_out", "canceled", "killed"].includes(state)
        ? "\u2717 "
        : "";
  const words =
    state === "running" && job?.progress
      ? [format.percent(share(job), 0), Number.isFinite(left) && format.about(left), name]
      : [`${mark}${name}`, "Staircase"];
  return words.filter(Boolean).join(" \u00b7 ");
}

/** Why a job waits or how it came to its end, if there is more to say than its state. */
export const reasonOf = (job) =>
  job?.reason && job.reason !== job.state && job.state !== "succeeded" ? job.reason : "";

export const isFinal = (state) => ["succeeded", "failed", "canceled", "timed_out"].includes(state);
