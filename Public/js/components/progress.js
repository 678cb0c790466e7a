// A job's progress as a climb of ten stairs, and its state as a badge.
import { h, setText } from "../dom.js";
import * as format from "../format.js";
import { share } from "../models/job-state.js";
import { icon } from "./icon.js";

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
