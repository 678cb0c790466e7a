// One job: its progress, attempts, spec and log.
import { get } from "../api.js";
import { logView } from "../components/log-view.js";
import { badge, isFinal, progressBar, stepOf } from "../components/progress.js";
import { section } from "../components/section.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, setText } from "../dom.js";
import * as format from "../format.js";
import { actions } from "./jobs.js";

export function open(root, life, { id }) {
  const start = () => {
    root.replaceChildren(loadingState("the job"));
    get(`/jobs/${id}`, life.signal).then(
      (job) => life.over || show(root, life, job),
      (error) => life.over || root.replaceChildren(problemState(error, start)));
  };
  start();
}

function show(root, life, first) {
  let job = first;
  document.title = `${job.name} \u00b7 Staircase`;
  const state = h("span");
  const buttons = h("div.actions");
  const reason = h("p.notice");
  const bar = progressBar(job);
  const facts = h("dl.facts");
  const attempts = new Table(life, attemptColumns, { label: "Attempts" });
  const none = emptyState("Not tried yet", "A worker takes the job when it is first in the queue.");
  const spec = h("pre.panel.panel-pad", { tabIndex: 0, role: "region", "aria-label": "Spec" });
  const log = logView(life, job.id, () => isFinal(job.state));
  root.replaceChildren(
    h("div.page-head", {}, h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs"), " / ", job.experiment), h("h1", {}, job.name), state, bar.element, buttons),
    reason, facts,
    section("Attempts", {}, h("div", {}, attempts.element, none)), section("Log", { tools: log.tools }, log.element), section("Spec", {}, spec));

  let shown = "";
  function draw() {
    if (shown !== job.state) {
      shown = job.state;
      state.replaceChildren(badge(job.state));
      buttons.replaceChildren(
        h("a.button.button-main", { href: `#/runs/${job.runId}` }, "Run"),
        h("a.button", { href: `#/jobs/new?from=${job.id}`, dataset: { writes: "" } }, "Clone"),
        ...(job.study ? [h("a.button", { href: `#/studies/${encodeURIComponent(job.study)}` }, "Study")] : []),
        ...actions(job, ".button"));
      log.restart();
    }
    reason.hidden = !job.reason || job.reason === job.state;
    reason.classList.toggle("notice-failed", ["failed", "timed_out"].includes(job.state));
    setText(reason, job.reason ?? "");
    bar.update(job);
    facts.replaceChildren(...factsOf(job).map(([name, value, unit]) => h("div.fact", {}, h("dt", {}, name), h("dd", {}, value, unit && h("span.unit", {}, unit)))));
    attempts.update(job.attempts.map((attempt) => ({ ...attempt, id: attempt.number })));
    attempts.element.hidden = !job.attempts.length;
    none.hidden = job.attempts.length > 0;
    setText(spec, JSON.stringify(job.spec, null, 2));
  }
  draw();
  life.every(1000, draw);
  life.on("job", (changed) => {
    if (changed.id !== job.id) return;
    job = changed;
    draw();
  });
  life.on("resync", async () => {
    job = await get(`/jobs/${job.id}`).catch(() => job);
    draw();
  });
}

function factsOf(job) {
  const p = job.progress;
  return [
    ["Step", format.count(stepOf(job)), p && `of ${format.count(p.steps)}`],
    ["Epoch", p ? String(Math.min(p.epoch + 1, p.epochs)) : format.DASH, p && `of ${p.epochs}`],
    ["Images per second", p ? format.count(p.imagesPerSecond) : format.DASH],
    ["Time", format.duration(format.between(job.startedAt, job.endedAt))],
    ...(job.state === "running" ? [["Time left", format.duration(p?.etaSeconds)]] : []),
    ...(job.queuePosition ? [["Place in the queue", String(job.queuePosition)]] : []),
    ...(job.startsInSeconds ? [["Starts in about", format.duration(job.startsInSeconds)]] : []),
    ["Priority", String(job.spec.priority)],
    ["Made", format.ago(job.createdAt)],
  ];
}

const attemptColumns = [
  { id: "number", label: "Attempt", text: (a) => String(a.number) },
  { id: "outcome", label: "Outcome", text: (a) => a.outcome, render: (a) => badge(a.outcome) },
  { id: "worker", label: "Worker", text: (a) => a.worker },
  { id: "from", label: "Went on from step", class: "end", text: (a) => format.count(a.resumedFromStep) },
  { id: "started", label: "Started", class: "end", text: (a) => format.moment(a.startedAt) },
  { id: "time", label: "Time", class: "end", text: (a) => format.duration(format.between(a.startedAt, a.endedAt)) },
  { id: "end", label: "Exit", class: "end", text: (a) => (a.signal ? `signal ${a.signal}` : a.exitCode === undefined || a.exitCode === null ? "" : `code ${a.exitCode}`) },
  { id: "reason", label: "Reason", class: "grow", text: (a) => a.reason ?? "" },
];
