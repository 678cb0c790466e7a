// A job's progress as a climb of ten stairs, and its state as a badge.
import { h, setText } from "../dom.js";
import { icon } from "./icon.js";
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

/** A progress bar; `update(job)` moves it. */
export function progressBar(job) {
  const fill = h("div.progress-fill");
  const text = h("span.progress-text");
  const element = h(
    "div.progress",
    { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
    h("div.progress-track", {}, fill),
    text,
  );
  const update = (job) => {
    const done = share(job);
    element.dataset.state = job.state;
    element.setAttribute("aria-valuenow", Math.round(done * 100));
    element.setAttribute("aria-label", `Progress of ${job.name}`);
    fill.style.width = `${done * 100}%`;
    setText(text, format.percent(done, 0));
  };
  update(job);
  return { element, update };
}

const bars = new WeakMap();

/** The progress bar of a table's cell: it moves instead of being made anew. */
export function barOf(cell, job) {
  const bar = bars.get(cell) ?? progressBar(job);
  bars.set(cell, bar);
  bar.update(job);
  return bar.element;
}

const WORDS = { timed_out: "timed out" };
const ICONS = { finished: "succeeded", scheduled: "queued", killed: "canceled", lost: "failed" };

export const badge = (state, word = WORDS[state] ?? state) =>
  h(`span.badge.badge-${state}`, {}, icon(ICONS[state] ?? state), word);

/** How long something takes, in minutes once it takes some. */
export const about = (seconds) =>
  format.duration(seconds > 60 ? Math.round(seconds / 60) * 60 : seconds);

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
      ? [format.percent(share(job), 0), Number.isFinite(left) && about(left), name]
      : [`${mark}${name}`, "Staircase"];
  return words.filter(Boolean).join(" \u00b7 ");
}

/** Why a job waits or how it came to its end, if there is more to say than its state. */
export const reasonOf = (job) =>
  job?.reason && job.reason !== job.state && job.state !== "succeeded" ? job.reason : "";

export const isFinal = (state) => ["succeeded", "failed", "canceled", "timed_out"].includes(state);
