// The queue and what became of it, live.
import { get, list, post, schemaOf } from "../api.js";
import { agoColumn, nameLink } from "../components/cells.js";
import { askingButton, attempt, segmented } from "../components/controls.js";
import { liveBody } from "../components/live-body.js";
import { about, badge, barOf, isFinal, share, stepOf } from "../components/progress.js";
import { emptyState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, setText } from "../dom.js";
import * as format from "../format.js";
import { setView, sortOf, sortText, view } from "../router.js";

const GROUPS = {
  all: () => true,
  active: (job) => !isFinal(job.state),
  succeeded: (job) => job.state === "succeeded",
  failed: (job) => ["failed", "timed_out", "canceled"].includes(job.state),
};
const ORDER = ["running", "stopping", "queued", "blocked"];

export function open(root, life) {
  document.title = "Jobs \u00b7 Staircase";
  const jobs = new Map();
  const workers = new Map();
  // Jobs in the order in which they were made, which breaks ties in the queue: `createdAt` is that of a whole study.
  const made = new Map();
  const keep = (job) => {
    if (!made.has(job.id)) made.set(job.id, made.size);
    jobs.set(job.id, { ...job, made: made.get(job.id), startsAs: job.queuePosition });
  };
  let group = GROUPS[view("show")] ? view("show") : "all";
  let query = view("find") ?? "";
  let paused = false;
  const table = new Table(life, columns, { label: "Jobs", tall: true, sort: sortOf(view("sort")), onsort: (sort) => setView({ sort: sortText(sort) }) });
  const holder = h("div");
  const counts = h("p.muted", { role: "status" });
  const held = h("p.notice", { hidden: true }, "The queue is paused: running jobs go on, no worker is given another. ");
  const pause = h("button.button", { dataset: { writes: "" }, onclick: async () => {
    const answer = await attempt(() => post(`/queue/${paused ? "resume" : "pause"}`), paused ? "The queue goes on" : "The queue is paused");
    if (answer) showQueue(answer);
  } });
  const search = h("input.field.search", { type: "search", value: query, placeholder: "Find jobs", "aria-label": "Find jobs", oninput: () => {
    query = search.value;
    setView({ find: query });
    body.draw();
  } });
  root.append(
    h("div.page-head", {}, h("h1", {}, "Jobs"), counts,
      h("div.actions", {}, search,
        segmented("Which jobs", [["all", "All"], ["active", "Active"], ["succeeded", "Succeeded"], ["failed", "Failed"]], group, (value) => {
          group = value;
          setView({ show: value === "all" ? null : value });
          body.draw();
        }),
        pause,
        h("a.button.button-main", { href: "#/jobs/new", dataset: { writes: "" } }, "New job"))),
    held, holder);

  function showQueue(queue) {
    paused = queue.paused;
    held.hidden = !paused;
    setText(pause, paused ? "Resume queue" : "Pause queue");
  }
  showQueue({ paused });

  const body = liveBody(life, holder, {
    what: "the jobs",
    async load(signal) {
      const [items, queue, known] = await Promise.all([list("/jobs", { limit: 10_000, signal }), get("/queue", signal), get("/workers", signal)]);
      workers.clear();
      for (const worker of known.items) workers.set(worker.id, worker);
      jobs.clear();
      // The newest comes first.
      for (const job of items.reverse()) keep(job);
      if (!instructions.length && items.some((job) => job.spec.needs.instructionSet !== "any")) {
        instructions = await schemaOf("WorkerInfo", signal).then(({ properties }) => properties.instructionSet.enum, () => []);
      }
      pause.hidden = !queue;
      if (queue) showQueue(queue);
    },
    draw() {
      place(jobs);
      for (const job of jobs.values()) job.lacks = job.state === "queued" ? lack(job, [...workers.values()]) : "";
      const words = query.toLowerCase().split(/\s+/);
      const rows = [...jobs.values()].filter((job) => GROUPS[group](job) && words.every((word) => `${job.name} ${note(job)} ${job.id} ${job.state}`.toLowerCase().includes(word))).sort(byUrgency);
      const tally = (state) => [...jobs.values()].filter((job) => job.state === state).length;
      setText(counts, `${tally("running")} running, ${tally("queued") + tally("blocked")} waiting, ${format.count(jobs.size)} in all`);
      table.update(rows);
      if (rows.length) return table.element;
      if (jobs.size) return emptyState("No such jobs", "Choose another group or other words above.");
      return emptyState("The queue is empty", "Make a job with ", h("a", { href: "#/jobs/new" }, "New job"), ", with ", h("code", {}, "staircase submit spec.json"), " or with curl: ", h("code", {}, "POST /api/v1/jobs"), ".");
    },
  });
  life.on("job", (job) => {
    keep(job);
    body.draw();
  });
  life.on("worker", (worker) => {
    workers.set(worker.id, worker);
    body.draw();
  });
  life.every(5000, body.draw);
}

/** Instruction sets, each with those before it; read once a job asks for one. */
let instructions = [];

/** Why no worker there is would take a job; empty if one would. */
function lack({ spec: { needs } }, workers) {
  if (!workers.length) return "no worker there";
  const rank = (set) => instructions.indexOf(set);
  const fits = (worker) => worker.threads >= needs.threads && worker.memoryBytes >= needs.memoryBytes && rank(worker.instructionSet) >= rank(needs.instructionSet);
  return workers.some(fits) ? "" : "no worker fits";
}

/**
 * Events tell of one job at a time, but a job that leaves the queue moves all behind it: places
 * are counted here, in the service's order: the highest priority first, then the oldest.
 */
function place(jobs) {
  const queued = [...jobs.values()].filter((job) => job.state === "queued");
  queued.sort((a, b) => b.spec.priority - a.spec.priority || a.made - b.made);
  for (const [index, job] of queued.entries()) job.queuePosition = index + 1;
}

/** What runs, then what is next, then what ended, the newest first. */
function byUrgency(a, b) {
  const rank = (job) => (ORDER.indexOf(job.state) + 1 || 9);
  return rank(a) - rank(b) || (a.queuePosition ?? 0) - (b.queuePosition ?? 0) || (b.endedAt ?? b.createdAt).localeCompare(a.endedAt ?? a.createdAt);
}

const bitsOf = ({ quantizer }) => (quantizer.method === "none" ? "float32" : `w${quantizer.weightBits}a${quantizer.activationBits}`);

const columns = [
  {
    id: "name", label: "Job", class: "grow", value: (job) => job.name, text: (job) => job.name,
    mark: (job) => [job.name, job.reason, job.state].join("\n"),
    render: (job) => [nameLink(`#/jobs/${job.id}`, job.name), h("span.sub", { title: job.reason ?? "" }, note(job))],
  },
  { id: "state", label: "State", class: "corner", value: (job) => job.state, text: (job) => job.state, render: (job) => badge(job.state) },
  {
    id: "progress", label: "Progress", class: "wide", value: share, text: (job) => [job.state, job.progress?.step].join(),
    render(job, cell) {
      if (job.state === "queued" || job.state === "blocked") return waiting(job);
      return barOf(cell, job);
    },
    mark: (job) => [job.state, job.progress?.step, job.queuePosition, job.notBefore, job.lacks].join(),
  },
  { id: "step", label: "Step", class: "end", value: stepOf, text: (job) => (job.progress ? `${format.count(stepOf(job))} / ${format.count(job.progress.steps)}` : "") },
  { id: "speed", label: "Images / s", class: "end", value: (job) => job.progress?.imagesPerSecond ?? null, text: (job) => (job.progress ? format.count(job.progress.imagesPerSecond) : "") },
  { id: "time", label: "Time", class: "end", value: seconds, text: (job) => (job.startedAt ? format.duration(seconds(job)) : "") },
  { id: "eta", label: "Left", class: "end", value: (job) => (job.state === "running" ? job.progress?.etaSeconds ?? null : null), text: (job) => (job.state === "running" ? format.duration(job.progress?.etaSeconds) : "") },
  { id: "attempts", label: "Attempts", class: "end roomy", value: (job) => job.attempts.length, text: (job) => (job.attempts.length ? `${job.attempts.length} / ${job.spec.maxAttempts}` : "") },
  agoColumn("created", "Made", (job) => job.createdAt, { class: "end roomy" }),
  {
    id: "actions", label: "", hidden: "Actions", class: "row-actions", text: (job) => (isFinal(job.state) ? job.state : job.state === "stopping" ? "stopping" : "active"),
    render: (job) => [
      h("a.button.button-small", { href: `#/runs/${job.runId}`, "aria-label": `Results of ${job.name}` }, "Results"),
      h("a.button.button-small", { href: `#/jobs/new?from=${job.id}`, "aria-label": `Clone ${job.name}`, dataset: { writes: "" } }, "Clone"),
      ...actions(job),
    ],
  },
];

/** Cancel for what is not ended, retry for what ended badly. */
export function actions(job, classes) {
  if (job.state === "stopping") return [];
  if (!isFinal(job.state)) return [askingButton("Cancel", "Sure?", () => attempt(() => post(`/jobs/${job.id}/cancel`), `${job.name}: asked to stop`), classes)];
  if (job.state === "succeeded") return [];
  return [h(`button${classes ?? ".button.button-small"}`, { dataset: { writes: "" }, onclick: () => attempt(() => post(`/jobs/${job.id}/retry`), `${job.name}: back in the queue`) }, "Retry")];
}

function seconds(job) {
  return format.between(job.startedAt, job.endedAt);
}

function note(job) {
  if (job.reason && job.reason !== job.state && job.state !== "succeeded") return job.reason;
  return [job.spec.model.name, bitsOf(job.spec), job.spec.dataset.name, job.experiment].join(" \u00b7 ");
}

/** What a job waits for, in a few words; in more where it is pointed at. */
function waiting(job) {
  const say = (text, title = "") => h("span.muted", { title }, text);
  if (job.state === "blocked") return say("waits for its parents");
  const pause = job.notBefore ? (Date.parse(job.notBefore) - Date.now()) / 1000 : 0;
  if (pause > 1) return say(`tries again in ${format.duration(pause)}`);
  if (job.lacks) return say(job.lacks, "Threads, memory and instructions that it needs: see its spec");
  const place = job.queuePosition === 1 ? "next" : `#${job.queuePosition}`;
  // Told for the place that the job had then.
  const isKnown = job.startsInSeconds > 0 && job.startsAs === job.queuePosition;
  return say(isKnown ? `${place} \u00b7 ~${about(job.startsInSeconds)}` : place, `Place ${job.queuePosition} in the queue${isKnown ? `, starts in about ${about(job.startsInSeconds)}` : ""}`);
}
