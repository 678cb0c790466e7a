// What every worker does now.
import { get, list, on } from "../api.js";
import { badge, progressBar } from "../components/progress.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, perFrame } from "../dom.js";
import * as format from "../format.js";

// Workers speak every few seconds; one that was silent for so long is gone.
const SILENT = 60;

export function open(root) {
  document.title = "Workers \u00b7 Staircase";
  const workers = new Map();
  const jobs = new Map();
  const table = new Table(columnsFor(jobs), { label: "Workers" });
  const body = h("div", {}, loadingState("the workers"));
  root.append(h("div.page-head", {}, h("h1", {}, "Workers"), h("p.muted", {}, "More can join from any machine: ", h("code", {}, `staircase worker --server ${location.origin}`))), body);
  let ready = false;
  const draw = perFrame(() => {
    if (!ready) return;
    const rows = [...workers.values()].sort((a, b) => silent(a) - silent(b) || a.id.localeCompare(b.id));
    table.update(rows);
    const what = rows.length ? table.element : emptyState("No workers", "Queued jobs wait for one. Start it with ", h("code", {}, `staircase worker --server ${location.origin}`), ", or the service with ", h("code", {}, "--workers 1"), ".");
    if (body.firstChild !== what) body.replaceChildren(what);
  });
  async function load() {
    try {
      const [found, busy] = await Promise.all([get("/workers").then((page) => page.items), list("/jobs?state=running").catch(() => [])]);
      workers.clear();
      for (const worker of found) workers.set(worker.id, worker);
      for (const job of busy) jobs.set(job.id, job);
      ready = true;
      draw();
    } catch (error) {
      if (!ready) body.replaceChildren(problemState(error, load));
    }
  }
  load();
  const ends = [
    on("worker", (worker) => {
      workers.set(worker.id, worker);
      draw();
    }),
    on("job", (job) => {
      jobs.set(job.id, job);
      draw();
    }),
    on("resync", load),
    draw.cancel,
  ];
  const timer = setInterval(draw, 1000);
  return () => {
    clearInterval(timer);
    ends.forEach((end) => end());
  };
}

const silence = (worker) => (Date.now() - Date.parse(worker.lastSeenAt)) / 1000;
const silent = (worker) => Number(silence(worker) > SILENT);

const stateOf = (worker) => (silent(worker) ? ["lost", "silent"] : worker.jobId ? ["running", "trains"] : ["queued", "waits for a job"]);

const bars = new WeakMap();

const columnsFor = (jobs) => [
  { id: "id", label: "Worker", class: "grow", value: (w) => w.id, text: (w) => w.id, render: (w) => [h("b", {}, w.id), h("span.sub", {}, `${w.host} \u00b7 process ${w.pid}`)] },
  { id: "state", label: "State", class: "corner", text: (w) => stateOf(w)[1], render: (w) => badge(...stateOf(w)) },
  {
    id: "job", label: "Job", class: "wide", text: (w) => jobs.get(w.jobId)?.name ?? w.jobId ?? "",
    render: (w) => (w.jobId ? h("a", { href: `#/jobs/${w.jobId}` }, jobs.get(w.jobId)?.name ?? w.jobId) : null),
  },
  {
    id: "progress", label: "Progress", class: "wide", text: (w) => [w.jobId, jobs.get(w.jobId)?.progress?.step].join(),
    render(w, cell) {
      const job = jobs.get(w.jobId);
      if (!job) return null;
      const bar = bars.get(cell) ?? progressBar(job);
      bars.set(cell, bar);
      bar.update(job);
      return bar.element;
    },
  },
  { id: "speed", label: "Images / s", class: "end", text: (w) => (jobs.get(w.jobId)?.progress ? format.count(jobs.get(w.jobId).progress.imagesPerSecond) : "") },
  { id: "threads", label: "Threads", class: "end", value: (w) => w.threads, text: (w) => String(w.threads) },
  { id: "up", label: "Up for", class: "end", value: (w) => w.startedAt, text: (w) => format.duration(Math.floor(format.between(w.startedAt) / 10) * 10) },
  { id: "seen", label: "Last heard of", class: "end", value: (w) => w.lastSeenAt, text: (w) => format.ago(w.lastSeenAt) },
];
