// Every run in a table, with its latest metrics; chosen runs are compared.
import { list, on } from "../api.js";
import { badge } from "../components/progress.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, perFrame } from "../dom.js";
import * as format from "../format.js";
import { go, setView, view } from "../router.js";
import { sortOf } from "./jobs.js";

const MAIN = ["testAccuracy", "testLoss", "trainAccuracy", "trainLoss"];
const KEPT = "runs.columns";

export function open(root) {
  document.title = "Runs \u00b7 Staircase";
  const runs = new Map();
  const chosen = new Set((view("runs") ?? "").split(",").filter(Boolean));
  let query = view("find") ?? "";
  let ready = false;
  let extra = kept();
  let offered = "";
  const table = new Table([], {
    label: "Runs", sort: sortOf(view("sort")) ?? { column: "created", down: true },
    onsort: ({ column, down }) => setView({ sort: `${column}.${down ? "down" : "up"}` }),
    selected: (run) => chosen.has(run.id),
  });
  const body = h("div", {}, loadingState("the runs"));
  const compare = h("button.button.button-main", { type: "button", onclick: () => go(`compare?runs=${[...chosen].join(",")}`) });
  const search = h("input.field.search", { type: "search", value: query, placeholder: "Find: w2a2 epochs=4", "aria-label": "Find runs", oninput: () => {
    query = search.value;
    setView({ find: query });
    draw();
  } });
  const chooser = h("select.field.chooser", { "aria-label": "Add or remove a column", onchange: () => {
    const key = chooser.value;
    extra = extra.includes(key) ? extra.filter((other) => other !== key) : [...extra, key];
    keep(extra);
    chooser.value = "";
    setColumns();
    offered = "";
    draw();
  } });
  root.append(h("div.page-head", {}, h("h1", {}, "Runs"), h("div.actions", {}, search, chooser, compare)), body);

  const choose = (id, isChosen) => {
    if (isChosen) chosen.add(id);
    else chosen.delete(id);
    setView({ runs: [...chosen].join(",") });
    draw();
  };
  const all = h("input", { type: "checkbox", "aria-label": "Choose all runs shown", onchange: () => {
    for (const run of matching()) choose(run.id, all.checked);
    for (const box of table.body.querySelectorAll("td.select input")) box.checked = chosen.has(box.value);
  } });
  const setColumns = () => table.setColumns([selectColumn(chosen, choose, all), ...columns, ...MAIN.map(metricColumn), ...extra.map(extraColumn), ...lastColumns]);
  setColumns();

  const matching = () => [...runs.values()].filter((run) => matches(run, query));
  const draw = perFrame(() => {
    if (!ready) return;
    const rows = matching();
    table.update(rows);
    all.checked = rows.length > 0 && rows.every((run) => chosen.has(run.id));
    compare.disabled = chosen.size < 2;
    compare.textContent = chosen.size ? `Compare ${chosen.size}` : "Compare";
    compare.title = chosen.size < 2 ? "Choose two runs or more" : "";
    offerColumns();
    const what = rows.length ? table.element : runs.size
      ? emptyState("No run matches", "Words match names and experiments; epochs=4 matches a parameter.")
      : emptyState("No runs yet", "Every job makes one: ", h("a", { href: "#/jobs/new" }, "submit a job"), ". Other programs can log here too: ", h("code", {}, "POST /api/v1/runs"), ".");
    if (body.firstChild !== what) body.replaceChildren(what);
  });

  function offerColumns() {
    const keys = new Set();
    for (const run of runs.values()) {
      for (const key of Object.keys(run.latest)) if (!MAIN.includes(key)) keys.add(`metric:${key}`);
      for (const key of Object.keys(run.parameters)) keys.add(`parameter:${key}`);
    }
    const sorted = [...keys].sort();
    if (sorted.join() === offered) return;
    offered = sorted.join();
    chooser.replaceChildren(h("option", { value: "" }, "Columns"), ...sorted.map((key) => h("option", { value: key }, `${extra.includes(key) ? "\u2713 " : ""}${key.split(":")[1]}`)));
  }

  async function load() {
    try {
      const items = await list("/runs", { limit: 10_000 });
      runs.clear();
      for (const run of items) runs.set(run.id, run);
      ready = true;
      draw();
    } catch (error) {
      if (!ready) body.replaceChildren(problemState(error, load));
    }
  }
  load();
  const states = new Map();
  const ends = [
    on("points", ({ runId, metrics }) => {
      const run = runs.get(runId);
      if (!run) return;
      for (const point of metrics) if (!run.latest[point.key] || point.step >= run.latest[point.key].step) run.latest[point.key] = point;
      draw();
    }),
    on("job", (job) => {
      // A run's own state changes only with its job's.
      if (states.get(job.id) !== job.state && (states.has(job.id) || !runs.has(job.runId) || STATUS[job.state] !== runs.get(job.runId).status)) load();
      states.set(job.id, job.state);
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

const STATUS = { running: "running", stopping: "running", queued: "scheduled", blocked: "scheduled", succeeded: "finished", failed: "failed", timed_out: "failed", canceled: "killed" };

/** Every word must be in the name, the experiment or a tag, or be a parameter's key=value. */
function matches(run, query) {
  return query.toLowerCase().split(/\s+/).filter(Boolean).every((word) => {
    const [key, value] = word.split("=");
    if (value !== undefined) return Object.entries(run.parameters).some(([name, text]) => name.toLowerCase().endsWith(key) && String(text).toLowerCase() === value);
    return [run.name, run.experiment, run.status, ...Object.values(run.tags)].some((text) => text.toLowerCase().includes(word));
  });
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function keep(extra) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(extra));
  } catch {
    // Not kept where storage is forbidden.
  }
}

const selectColumn = (chosen, choose, all) => ({
  id: "select", class: "select", head: all, text: (run) => run.id,
  render: (run) => h("input", { type: "checkbox", value: run.id, checked: chosen.has(run.id), "aria-label": `Choose ${run.name}`, onchange: (event) => choose(run.id, event.target.checked) }),
});

const columns = [
  {
    id: "name", label: "Run", class: "grow", value: (run) => run.name, text: (run) => run.name,
    render: (run) => [h("a.name", { href: `#/runs/${run.id}`, title: run.name }, run.name), h("span.sub", {}, `${run.experiment} \u00b7 ${run.id.slice(0, 8)}`)],
  },
  { id: "status", label: "Status", class: "corner", value: (run) => run.status, text: (run) => run.status, render: (run) => badge(run.status) },
  { id: "bits", label: "Bits", class: "end", title: "Bits of weights / activations", value: bits, text: bitsText },
];

const lastColumns = [
  { id: "step", label: "Step", class: "end", value: lastStep, text: (run) => (lastStep(run) === null ? "" : format.count(lastStep(run))) },
  { id: "time", label: "Time", class: "end", value: seconds, text: (run) => (run.startedAt ? format.duration(seconds(run)) : "") },
  { id: "created", label: "Made", class: "end", value: (run) => run.createdAt, text: (run) => format.ago(run.createdAt) },
];

const metricColumn = (key) => ({
  id: key, label: format.title(key), class: "end", value: (run) => format.real(run.latest[key]?.value),
  text: (run) => (run.latest[key] ? format.metric(key, run.latest[key].value) : ""),
});

function extraColumn(id) {
  const [kind, key] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  if (kind === "metric") return metricColumn(key);
  const number = (text) => (text !== undefined && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
  return { id: key, label: key.replace(/[^.]+\./, ""), title: key, class: "end", value: (run) => number(run.parameters[key]), text: (run) => run.parameters[key] ?? "" };
}

export function bits({ parameters }) {
  if (parameters["quantizer.method"] === "none") return 32;
  const value = Number(parameters["quantizer.weightBits"]);
  return Number.isFinite(value) && value > 0 ? value : null;
}

function bitsText(run) {
  if (bits(run) === 32) return "32";
  const [w, a] = ["quantizer.weightBits", "quantizer.activationBits"].map((key) => run.parameters[key]);
  return w ? `${w} / ${a}` : "";
}

function lastStep({ latest }) {
  const steps = Object.values(latest).map((point) => point.step);
  return steps.length ? Math.max(...steps) : null;
}

function seconds(run) {
  return format.between(run.startedAt, run.endedAt);
}
