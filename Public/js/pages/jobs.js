// The queue and what became of it, live.
import { list, on, post } from "../api.js";
import { askingButton, attempt, segmented } from "../components/controls.js";
import { badge, isFinal, progressBar, share, stepOf } from "../components/progress.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, perFrame } from "../dom.js";
import * as format from "../format.js";
import { setView, view } from "../router.js";

const GROUPS = {
  all: () => true,
  active: (job) => !isFinal(job.state),
  succeeded: (job) => job.state === "succeeded",
  failed: (job) => ["failed", "timed_out", "canceled"].includes(job.state),
};
const ORDER = ["running", "stopping", "queued", "blocked"];

export function open(root) {
  document.title = "Jobs \u00b7 Staircase";
  const jobs = new Map();
  let group = GROUPS[view("show")] ? view("show") : "all";
  let ready = false;
  const table = new Table(columns, { label: "Jobs", sort: sortOf(view("sort")), onsort: ({ column, down }) => setView({ sort: `${column}.${down ? "down" : "up"}` }) });
  const body = h("div", {}, loadingState("the jobs"));
  const counts = h("p.muted");
  root.append(
    h("div.page-head", {}, h("h1", {}, "Jobs"), counts,
      h("div.actions", {},
        segmented("Which jobs", [["all", "All"], ["active", "Active"], ["succeeded", "Succeeded"], ["failed", "Failed"]], group, (value) => {
          group = value;
          setView({ show: value === "all" ? null : value });
          draw();
        }),
        h("a.button.button-main", { href: "#/jobs/new" }, "New job"))),
    body);

  const draw = perFrame(() => {
    if (!ready) return;
    place(jobs);
    const rows = [...jobs.values()].filter(GROUPS[group]).sort(byUrgency);
    const tally = (state) => [...jobs.values()].filter((job) => job.state === state).length;
    counts.textContent = `${tally("running")} running, ${tally("queued") + tally("blocked")} waiting, ${jobs.size} in all`;
    table.update(rows);
    if (rows.length) show(table.element);
    else if (jobs.size) show(emptyState("No such jobs", "Choose another group above."));
    else show(emptyState("The queue is empty", "Make a job with ", h("a", { href: "#/jobs/new" }, "New job"), ", with ", h("code", {}, "staircase submit spec.json"), " or with curl: ", h("code", {}, "POST /api/v1/jobs"), "."));
  });
  const show = (node) => body.firstChild !== node && body.replaceChildren(node);

  async function load() {
    try {
      const items = await list("/jobs");
      jobs.clear();
      for (const job of items) jobs.set(job.id, job);
      ready = true;
      draw();
    } catch (error) {
      if (!ready) body.replaceChildren(problemState(error, load));
    }
  }
  load();
  const ends = [
    on("job", (job) => {
      jobs.set(job.id, job);
      draw();
    }),
    on("resync", load),
    draw.cancel,
  ];
  const timer = setInterval(draw, 5000);
  return () => {
    clearInterval(timer);
    ends.forEach((end) => end());
  };
}

/**
 * Events tell of one job at a time, but a job that leaves the queue moves all behind it: places
 * are counted here, in the order that the service last gave.
 */
function place(jobs) {
  const queued = [...jobs.values()].filter((job) => job.state === "queued");
  queued.sort((a, b) => b.spec.priority - a.spec.priority || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
  for (const [index, job] of queued.entries()) job.queuePosition = index + 1;
}

/** What runs, then what is next, then what ended, the newest first. */
function byUrgency(a, b) {
  const rank = (job) => (ORDER.indexOf(job.state) + 1 || 9);
  return rank(a) - rank(b) || (a.queuePosition ?? 0) - (b.queuePosition ?? 0) || (b.endedAt ?? b.createdAt).localeCompare(a.endedAt ?? a.createdAt);
}

export const sortOf = (text) => (text ? { column: text.split(".")[0], down: text.endsWith(".down") } : null);

export const bitsOf = ({ quantizer }) => (quantizer.method === "none" ? "float32" : `w${quantizer.weightBits}a${quantizer.activationBits}`);

const bars = new WeakMap();

const columns = [
  {
    id: "name", label: "Job", class: "grow", value: (job) => job.name, text: (job) => job.name,
    mark: (job) => [job.name, job.reason, job.state].join("\n"),
    render: (job) => [h("a.name", { href: `#/jobs/${job.id}`, title: job.name }, job.name), h("span.sub", { title: job.reason ?? "" }, note(job))],
  },
  { id: "state", label: "State", class: "corner", value: (job) => job.state, text: (job) => job.state, render: (job) => badge(job.state) },
  {
    id: "progress", label: "Progress", class: "wide", value: share, text: (job) => [job.state, job.progress?.step].join(),
    render(job, cell) {
      if (job.state === "queued" || job.state === "blocked") return h("span.muted", {}, waiting(job));
      const bar = bars.get(cell) ?? progressBar(job);
      bars.set(cell, bar);
      bar.update(job);
      return bar.element;
    },
    mark: (job) => [job.state, job.progress?.step, job.queuePosition, job.notBefore].join(),
  },
  { id: "step", label: "Step", class: "end", value: stepOf, text: (job) => (job.progress ? `${format.count(stepOf(job))} / ${format.count(job.progress.steps)}` : "") },
  { id: "speed", label: "Images / s", class: "end", value: (job) => job.progress?.imagesPerSecond ?? null, text: (job) => (job.progress ? format.count(job.progress.imagesPerSecond) : "") },
  { id: "time", label: "Time", class: "end", value: seconds, text: (job) => (job.startedAt ? format.duration(seconds(job)) : "") },
  { id: "eta", label: "Left", class: "end", value: (job) => (job.state === "running" ? job.progress?.etaSeconds ?? null : null), text: (job) => (job.state === "running" ? format.duration(job.progress?.etaSeconds) : "") },
  { id: "attempts", label: "Attempts", class: "end", value: (job) => job.attempts.length, text: (job) => (job.attempts.length ? `${job.attempts.length} / ${job.spec.maxAttempts}` : "") },
  { id: "created", label: "Made", class: "end", value: (job) => job.createdAt, text: (job) => format.ago(job.createdAt) },
  {
    id: "actions", label: "", hidden: "Actions", class: "row-actions", text: (job) => (isFinal(job.state) ? job.state : job.state === "stopping" ? "stopping" : "active"),
    render: (job) => [
      h("a.button.button-small", { href: `#/runs/${job.runId}`, "aria-label": `Run of ${job.name}` }, "Run"),
      ...actions(job),
    ],
  },
];

/** Cancel for what is not ended, retry for what ended badly, clone for all. */
export function actions(job, classes) {
  if (job.state === "stopping") return [];
  if (!isFinal(job.state)) return [askingButton("Cancel", "Sure?", () => attempt(() => post(`/jobs/${job.id}/cancel`), `${job.name}: asked to stop`), classes)];
  if (job.state === "succeeded") return [];
  return [h(`button${classes ?? ".button.button-small"}`, { type: "button", onclick: () => attempt(() => post(`/jobs/${job.id}/retry`), `${job.name}: back in the queue`) }, "Retry")];
}

function seconds(job) {
  return format.between(job.startedAt, job.endedAt);
}

function note(job) {
  if (job.reason && job.reason !== job.state && job.state !== "succeeded") return job.reason;
  return [job.spec.model.name, bitsOf(job.spec), job.spec.dataset.name, job.experiment].join(" \u00b7 ");
}

function waiting(job) {
  if (job.state === "blocked") return "waits for its parents";
  const pause = job.notBefore ? (Date.parse(job.notBefore) - Date.now()) / 1000 : 0;
  if (pause > 1) return `tries again in ${format.duration(pause)}`;
  return job.queuePosition === 1 ? "next in the queue" : `${job.queuePosition}. in the queue`;
}
