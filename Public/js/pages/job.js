// One job: its progress, attempts, spec and log.
import { get } from "../api.js";
import { moment } from "../components/cells.js";
import { logView } from "../components/log-view.js";
import { badge, isFinal, progressBar, stepOf, titleOf } from "../components/progress.js";
import { section } from "../components/section.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, rarely, setText } from "../dom.js";
import * as format from "../format.js";
import { actions } from "./jobs/actions.js";

export function open(root, life, { id }) {
  const start = () => {
    root.replaceChildren(loadingState("the job"));
    get(`/jobs/${id}`, life.signal).then(
      (job) => life.over || show(root, life, job),
      (error) => life.over || root.replaceChildren(problemState(error, start)),
    );
  };
  start();
}

function show(root, life, first) {
  let job = first;
  const state = h("span");
  const buttons = h("div.actions");
  const reason = h("p.notice");
  const bar = progressBar(job);
  const facts = FACTS.map(([name, write]) => {
    const [value, unit] = [h("span"), h("span.unit")];
    return {
      write,
      value,
      unit,
      element: h("div.fact", {}, h("dt", {}, name), h("dd", {}, value, unit)),
    };
  });
  const attempts = new Table(life, attemptColumns, { label: "Attempts" });
  const none = emptyState("Not tried yet", "A worker takes the job when it is first in the queue.");
  const spec = h("pre.panel.panel-pad", { tabIndex: 0, role: "region", "aria-label": "Spec" });
  const log = logView(life, job.id, () => isFinal(job.state));
  root.replaceChildren(
    h(
      "div.page-head",
      {},
      h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs"), " / ", job.experiment),
      h("h1", {}, job.name),
      state,
      bar.element,
      buttons,
    ),
    reason,
    h(
      "dl.facts",
      {},
      facts.map(({ element }) => element),
    ),
    section("Attempts", {}, h("div", {}, attempts.element, none)),
    section("Log", { tools: log.tools }, log.element),
    section("Spec", {}, spec),
  );

  let shown = "";
  function draw() {
    document.title = titleOf(job.name, job.state, job);
    if (shown !== job.state) {
      shown = job.state;
      state.replaceChildren(badge(job.state));
      buttons.replaceChildren(
        h("a.button.button-main", { href: `#/runs/${job.runId}` }, "Run"),
        h("a.button", { href: `#/jobs/new?from=${job.id}`, dataset: { writes: "" } }, "Clone"),
        ...(job.study
          ? [h("a.button", { href: `#/studies/${encodeURIComponent(job.study)}` }, "Study")]
          : []),
        ...actions(job, ".button"),
      );
      log.restart();
    }
    reason.hidden = !job.reason || job.reason === job.state;
    reason.classList.toggle("notice-failed", ["failed", "timed_out"].includes(job.state));
    setText(reason, job.reason ?? "");
    bar.update(job);
    for (const { write, value, unit, element } of facts) {
      const [text, small, title = ""] = write(job) ?? [];
      element.hidden = text === undefined;
      setText(value, text ?? "");
      setText(unit, small ?? "");
      if (element.title !== title) element.title = title;
    }
    attempts.update(job.attempts.map((attempt) => ({ ...attempt, id: attempt.number })));
    attempts.element.hidden = !job.attempts.length;
    none.hidden = job.attempts.length > 0;
    setText(spec, JSON.stringify(job.spec, null, 2));
  }
  draw();
  life.every(1000, draw);
  const again = async () => {
    const now = await get(`/jobs/${job.id}`, life.signal).catch(() => job);
    if (life.over) return;
    job = now;
    draw();
  };
  // Its place in the queue changes with the states of others.
  const moved = rarely(2000, again);
  life.add(moved.cancel);
  const states = new Map();
  life.on("job", (changed) => {
    if (changed.id !== job.id) {
      if (job.state === "queued" && states.get(changed.id) !== changed.state) moved();
      states.set(changed.id, changed.state);
      return;
    }
    job = changed;
    draw();
  });
  life.on("resync", again);
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
  ["Images / s", ({ progress: p }) => [p ? format.count(p.imagesPerSecond) : format.DASH]],
  ["Time", (job) => [format.duration(format.between(job.startedAt, job.endedAt))]],
  [
    "Time left",
    (job) => (job.state === "running" ? [format.duration(job.progress?.etaSeconds)] : null),
  ],
  ["Place in the queue", (job) => (job.queuePosition ? [String(job.queuePosition)] : null)],
  [
    "Starts in about",
    (job) => (job.startsInSeconds ? [format.duration(job.startsInSeconds)] : null),
  ],
  ["Priority", (job) => [String(job.spec.priority)]],
  ["Submitted by", (job) => (job.user ? [job.user] : null)],
  ["Made", (job) => [format.ago(job.createdAt), "", moment(job.createdAt)]],
];

const attemptColumns = [
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
