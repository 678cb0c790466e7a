// A study: the table and the figure of its results, filling in as its jobs end.
import { list, on } from "../api.js";
import { badge, progressBar } from "../components/progress.js";
import { scatter } from "../components/scatter.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, perFrame } from "../dom.js";
import * as format from "../format.js";
import { bitsOf } from "./jobs.js";

export function open(root, { name }) {
  document.title = `${name} \u00b7 Staircase`;
  const jobs = new Map();
  const runs = new Map();
  let ready = false;
  const table = new Table(columnsFor(runs), { label: "Results", sort: { column: "bits", down: true } });
  const figure = scatter();
  const none = emptyState("No results yet", "The figure fills in as epochs end.");
  const body = h("div.section", {}, loadingState("the study"));
  const compare = h("a.button", {}, "Compare all");
  root.append(h("div.page-head", {}, h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs"), " / study"), h("h1", {}, name), h("div.actions", {}, compare)), body);
  const draw = perFrame(() => {
    if (!ready) return;
    const rows = [...jobs.values()];
    if (!rows.length) {
      body.replaceChildren(emptyState("No such study", "It has no jobs. All jobs are on the ", h("a", { href: "#/jobs" }, "page of jobs"), "."));
      return;
    }
    compare.href = `#/compare?runs=${rows.map((job) => job.runId).join(",")}`;
    table.update(rows);
    const points = rows.map((job) => ({ label: job.name, x: bits(job), y: accuracy(job, runs), color: "--c0" })).filter((point) => point.y !== null);
    figure.update(points);
    const top = points.length ? figure.element : none;
    if (body.firstChild !== top) body.replaceChildren(top, table.element);
  });
  async function load() {
    try {
      const [ofStudy, all] = await Promise.all([list(`/jobs?study=${encodeURIComponent(name)}`), list("/runs")]);
      for (const job of ofStudy) if (job.study === name) jobs.set(job.id, job);
      for (const run of all) runs.set(run.id, run);
      ready = true;
      draw();
    } catch (error) {
      if (!ready) body.replaceChildren(problemState(error, load));
    }
  }
  load();
  const ends = [
    on("job", (job) => {
      if (job.study !== name) return;
      jobs.set(job.id, job);
      draw();
    }),
    on("points", ({ runId, metrics }) => {
      const run = runs.get(runId);
      for (const point of run ? metrics : []) run.latest[point.key] = point;
      draw();
    }),
    on("resync", load),
    draw.cancel,
    figure.destroy,
  ];
  return () => ends.forEach((end) => end());
}

const bits = (job) => (job.spec.quantizer.method === "none" ? 32 : job.spec.quantizer.weightBits);
const latest = (job, runs, key) => format.real(runs.get(job.runId)?.latest[key]?.value);
const accuracy = (job, runs) => latest(job, runs, "testAccuracy");

const columnsFor = (runs) => [
  { id: "name", label: "Job", class: "grow", value: (job) => job.name, text: (job) => job.name, render: (job) => h("a.name", { href: `#/runs/${job.runId}` }, job.name) },
  { id: "state", label: "State", class: "corner", value: (job) => job.state, text: (job) => job.state, render: (job) => badge(job.state) },
  { id: "bits", label: "Bits", class: "end", value: bits, text: (job) => bitsOf(job.spec) },
  { id: "accuracy", label: "Test accuracy", class: "end", value: (job) => accuracy(job, runs), text: (job) => format.percent(accuracy(job, runs), 2) },
  { id: "loss", label: "Test loss", class: "end", value: (job) => latest(job, runs, "testLoss"), text: (job) => format.number(latest(job, runs, "testLoss")) },
  { id: "rate", label: "Learning rate", class: "end", value: (job) => job.spec.optimizer.learningRate, text: (job) => format.number(job.spec.optimizer.learningRate) },
  { id: "decay", label: "Weight decay", class: "end", value: (job) => job.spec.optimizer.weightDecay, text: (job) => format.number(job.spec.optimizer.weightDecay) },
  { id: "seed", label: "Seed", class: "end", value: (job) => job.spec.seed, text: (job) => String(job.spec.seed) },
  { id: "progress", label: "Progress", class: "wide", text: (job) => [job.state, job.progress?.step].join(), render: (job) => progressBar(job).element },
];
