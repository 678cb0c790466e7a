// How far a job is, in one row of figures.
import { moment } from "../../components/cells.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { pauseOf, secondsOf, speedOf, stepOf } from "../../models/job-state.js";

/** {element, update(job)}. */
export function facts() {
  const cells = FACTS.map(([name, write]) => {
    const [value, unit] = [h("span"), h("span.unit")];
    const element = h("div.fact", {}, h("dt", {}, name), h("dd", {}, value, unit));
    return { write, value, unit, element };
  });
  return {
    element: h(
      "dl.facts",
      {},
      cells.map(({ element }) => element),
    ),
    update(job) {
      for (const { write, value, unit, element } of cells) {
        const [text, small, title = ""] = write(job) ?? [];
        element.hidden = text === undefined;
        setText(value, text ?? "");
        setText(unit, small ?? "");
        if (element.title !== title) element.title = title;
      }
    },
  };
}

/** [name, write(job) -> [text, unit, title], or null for what the job does not have]. */
const FACTS = [
  [
    "Step",
    (job) => [format.count(stepOf(job)), job.progress && `of ${format.count(job.progress.steps)}`],
  ],
  [
    "Epoch",
    ({ progress: p }) =>
      p ? [String(Math.min(p.epoch + 1, p.epochs)), `of ${p.epochs}`] : [format.DASH],
  ],
  ["Images / s", (job) => [format.count(speedOf(job))]],
  ["Time", (job) => [format.duration(secondsOf(job))]],
  [
    "Time left",
    (job) => (job.state === "running" ? [format.duration(job.progress?.etaSeconds)] : null),
  ],
  ["Place in the queue", (job) => (job.queuePosition ? [String(job.queuePosition)] : null)],
  [
    "Starts in about",
    (job) =>
      job.startsAt > Date.now() ? [format.about((job.startsAt - Date.now()) / 1000)] : null,
  ],
  [
    "May start in",
    (job) =>
      pauseOf(job) ? [format.about(pauseOf(job)), "", `Not before ${moment(job.notBefore)}`] : null,
  ],
  ["Priority", (job) => [String(job.spec.priority)]],
  ["Submitted by", (job) => (job.user ? [job.user] : null)],
  ["Made", (job) => [format.ago(job.createdAt), "", moment(job.createdAt)]],
];
