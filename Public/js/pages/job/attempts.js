// What came of each time a worker took a job up.
import { badge } from "../../components/progress.js";
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { Table } from "../../components/table.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { isFinal, pauseOf } from "../../models/job-state.js";

/** {element, update(job)}; `lackOf(job)`: why no worker would take it, empty if one would. */
export function attempts(life, lackOf) {
  const table = new Table(life, columns, { label: "Attempts" });
  const why = h("span");
  const none = emptyState("Not tried yet", why);
  return {
    element: section("Attempts", {}, h("div", {}, table.element, none)),
    update(job) {
      table.update(job.attempts.map((attempt) => ({ ...attempt, id: attempt.number })));
      table.element.hidden = !job.attempts.length;
      none.hidden = job.attempts.length > 0;
      setText(why, whyOf(job, lackOf(job)));
    },
  };
}

/** Why a job was not tried. */
function whyOf(job, lack) {
  if (isFinal(job.state)) return "It ended before a worker took it.";
  if (job.state === "blocked") return "It waits for the jobs that it comes after.";
  if (pauseOf(job)) return `No worker takes it before ${format.moment(job.notBefore)}.`;
  if (lack)
    return `It waits: ${lack}. Its spec below tells what it needs, Workers which there are.`;
  return "A worker takes the job when it is first in the queue.";
}

const columns = [
  { id: "number", label: "Attempt", text: (a) => String(a.number) },
  { id: "outcome", label: "Outcome", text: (a) => a.outcome, render: (a) => badge(a.outcome) },
  { id: "worker", label: "Worker", text: (a) => a.worker },
  {
    id: "from",
    label: "Went on from step",
    class: "end",
    text: (a) => format.count(a.resumedFromStep),
  },
  { id: "started", label: "Started", class: "end", text: (a) => format.moment(a.startedAt) },
  {
    id: "time",
    label: "Time",
    class: "end",
    text: (a) => format.duration(format.between(a.startedAt, a.endedAt)),
  },
  {
    id: "end",
    label: "Exit",
    class: "end",
    text: (a) =>
      a.signal
        ? `signal ${a.signal}`
        : a.exitCode === undefined || a.exitCode === null
          ? ""
          : `code ${a.exitCode}`,
  },
  { id: "reason", label: "Reason", class: "grow", text: (a) => a.reason ?? "" },
];
