// The columns of the table of jobs.
import { agoColumn, nameLink } from "../../components/cells.js";
import { badge, barOf } from "../../components/progress.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import {
  endOf,
  isFinal,
  pauseOf,
  reasonOf,
  secondsOf,
  share,
  speedOf,
  stepOf,
} from "../../models/job-state.js";
import { actions } from "./actions.js";
import { frontButton } from "./priority.js";

const bitsOf = ({ quantizer }) =>
  quantizer.method === "none" ? "float32" : `w${quantizer.weightBits}a${quantizer.activationBits}`;

/** The columns of the jobs of a queue (models/queue.js). */
export const columnsOf = (queue) => [
  {
    id: "name",
    label: "Job",
    class: "grow",
    value: (job) => job.name,
    text: (job) => job.name,
    mark: (job) => [job.name, job.reason, job.state].join("\n"),
    render: (job) => [
      nameLink(`#/jobs/${job.id}`, job.name),
      h("span.sub", { title: job.reason ?? "" }, note(job)),
    ],
  },
  {
    id: "state",
    label: "State",
    class: "corner",
    value: (job) => job.state,
    text: (job) => job.state,
    render: (job) => badge(job.state),
  },
  {
    id: "progress",
    label: "Progress",
    class: "wide",
    value: share,
    text: (job) => [job.state, job.progress?.step].join(),
    render(job, cell) {
      const [words, title] = waiting(job) ?? [];
      return words ? h("span.muted", { title }, words) : barOf(cell, job);
    },
    mark: (job) => [job.state, job.progress?.step, ...(waiting(job) ?? [])].join(),
  },
  {
    id: "step",
    label: "Step",
    class: "end",
    value: stepOf,
    text: (job) =>
      job.progress ? `${format.count(stepOf(job))} / ${format.count(job.progress.steps)}` : "",
  },
  {
    id: "speed",
    label: "Images / s",
    class: "end spare",
    value: speedOf,
    text: (job) => (speedOf(job) === null ? "" : format.count(speedOf(job))),
  },
  {
    id: "time",
    label: "Time",
    class: "end",
    value: secondsOf,
    text: (job) => (secondsOf(job) === null ? "" : format.duration(secondsOf(job))),
  },
  {
    id: "eta",
    label: "Left",
    class: "end",
    value: (job) => (job.state === "running" ? (job.progress?.etaSeconds ?? null) : null),
    text: (job) => (job.state === "running" ? format.duration(job.progress?.etaSeconds) : ""),
    tip: endOf,
  },
  {
    id: "attempts",
    label: "Attempts",
    class: "end roomy",
    value: (job) => job.attempts.length,
    text: (job) => (job.attempts.length ? `${job.attempts.length} / ${job.spec.maxAttempts}` : ""),
  },
  agoColumn("created", "Made", (job) => job.createdAt, { class: "end roomy" }),
  {
    id: "actions",
    label: "",
    hidden: "Actions",
    class: "row-actions",
    text: (job) =>
      [isFinal(job.state) || job.state === "stopping" ? job.state : "active", isBehind(job)].join(),
    render: (job) => [
      ...(isBehind(job) ? [frontButton(job, () => queue.highest)] : []),
      h(
        "a.button.button-small",
        { href: `#/runs/${job.runId}`, "aria-label": `Results of ${job.name}` },
        "Results",
      ),
      h(
        "a.button.button-small",
        {
          href: `#/jobs/new?from=${job.id}`,
          "aria-label": `Clone ${job.name}`,
          dataset: { writes: "" },
        },
        "Clone",
      ),
      ...actions(job),
    ],
  },
];

/** Whether others are before it in the queue. */
const isBehind = (job) => job.state === "queued" && job.queuePosition > 1;

/** What it trains; of what ended badly, why. */
export function note(job) {
  const { spec, experiment, user } = job;
  const trained = [spec.model.name, bitsOf(spec), spec.dataset.name, experiment, user];
  return reasonOf(job) || trained.filter(Boolean).join(" \u00b7 ");
}

/** What a job waits for: [in a few words, in more where it is pointed at]; null if it does not wait. */
function waiting(job) {
  if (job.state === "blocked") return ["waits for its parents", ""];
  if (job.state !== "queued") return null;
  const pause = pauseOf(job);
  const begins = job.attempts.length ? "tries again" : "starts";
  if (pause > 1) return [`${begins} in ${format.duration(pause)}`, ""];
  if (job.lacks) return [job.lacks, "Its spec tells what it needs, Workers which there are"];
  const place = job.queuePosition === 1 ? "next" : `#${job.queuePosition}`;
  // Told for the place that the job had then.
  const left = job.startsAs === job.queuePosition ? (job.startsAt - Date.now()) / 1000 : 0;
  return left > 0
    ? [
        `${place} \u00b7 ~${format.about(left)}`,
        `Place ${job.queuePosition} in the queue, starts in about ${format.about(left)}`,
      ]
    : [place, `Place ${job.queuePosition} in the queue`];
}
