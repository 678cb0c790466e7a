// What every worker does now.
import { get, list, post } from "../api.js";
import { agoColumn, nameLink } from "../components/cells.js";
import { attempt } from "../components/controls.js";
import { liveBody } from "../components/live-body.js";
import { badge, barOf } from "../components/progress.js";
import { emptyState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h } from "../dom.js";
import * as format from "../format.js";
import { hear, isSilent } from "../models/worker-state.js";

export function open(root, life) {
  document.title = "Workers \u00b7 Staircase";
  const workers = new Map();
  const jobs = new Map();
  const keep = (worker) => workers.set(worker.id, worker);
  const table = new Table(
    life,
    columnsFor(jobs, (worker) => {
      keep(worker);
      body.draw();
    }),
    { label: "Workers" },
  );
  const slots = slotsNotice();
  const holder = h("div");
  root.append(
    h(
      "div.page-head",
      {},
      h("h1", {}, "Workers"),
      h("p.muted", {}, `More can join ${FROM}: `, command()),
    ),
    slots.element,
    holder,
  );
  const body = liveBody(life, holder, {
    what: "the workers",
    async load(signal) {
      const [found, places, ...busy] = await Promise.all([
        get("/workers", signal),
        get("/worker-slots", signal),
        ...["running", "stopping"].map((state) => list(`/jobs?state=${state}`, { signal })),
      ]);
      slots.show(places.items);
      workers.clear();
      for (const worker of found.items) keep(worker);
      for (const job of busy.flat()) jobs.set(job.id, job);
    },
    draw() {
      table.update(
        [...workers.values()].sort((a, b) => isSilent(a) - isSilent(b) || a.id.localeCompare(b.id)),
      );
      return workers.size ? table.element : none();
    },
  });
  body.on("worker", keep);
  body.on("job", (job) => {
    jobs.set(job.id, job);
    hear(workers, job);
  });
  life.every(1000, body.draw);
  // No event tells of one that is gone, or that cannot begin.
  life.every(10_000, () => document.hidden || body.refresh());
}

// A loopback address leads to the service from its own machine only.
const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);
const FROM = isHere ? "on this machine" : "from any machine";

const command = () => h("code", {}, `staircase worker --server ${location.origin}`);

const none = () =>
  emptyState(
    "No workers",
    "Queued jobs wait for one. Start it with ",
    command(),
    ", or the service with ",
    h("code", {}, "--workers 1"),
    ".",
  );

/** Tells of the workers that the service itself starts and that end as soon as they begin. */
function slotsNotice() {
  const element = h("div.notice.notice-failed", { role: "status", hidden: true });
  return {
    element,
    show(slots) {
      const ill = slots.filter(({ crashLoop, state }) => crashLoop && state === "waiting");
      element.hidden = !ill.length;
      element.replaceChildren(
        ...ill.map(({ number, starts, lastEnd, lastWords }) =>
          h(
            "p",
            {},
            `Worker ${number} of this service ends as soon as it begins, ${format.count(starts)} times so far: ${lastEnd}.`,
            lastWords && [" It said: ", h("code", {}, lastWords)],
          ),
        ),
      );
    },
  };
}

function stateOf(worker) {
  if (isSilent(worker)) return ["lost", "silent"];
  if (worker.jobId) return ["running", worker.draining ? "ends this job" : "trains"];
  return worker.draining ? ["stopping", "drained"] : ["queued", "waits for a job"];
}

/** What it can do: threads, and what it says of its machine. */
const abilities = (worker) =>
  [
    `${worker.threads} ${worker.threads === 1 ? "thread" : "threads"}`,
    worker.instructionSet && worker.instructionSet !== "any" && worker.instructionSet,
    worker.memoryBytes > 0 && format.bytes(worker.memoryBytes),
  ]
    .filter(Boolean)
    .join(", ");

const columnsFor = (jobs, change) => [
  {
    id: "id",
    label: "Worker",
    class: "grow",
    value: (w) => w.id,
    text: (w) => w.id,
    render: (w) => [h("b", {}, w.id), h("span.sub", {}, `${w.host} \u00b7 process ${w.pid}`)],
  },
  {
    id: "state",
    label: "State",
    class: "corner",
    value: (w) => stateOf(w)[1],
    text: (w) => stateOf(w)[1],
    render: (w) => badge(...stateOf(w)),
  },
  {
    id: "job",
    label: "Job",
    class: "grow wide",
    text: (w) => jobs.get(w.jobId)?.name ?? w.jobId ?? "",
    render: (w) =>
      w.jobId ? nameLink(`#/jobs/${w.jobId}`, jobs.get(w.jobId)?.name ?? w.jobId) : null,
  },
  {
    id: "progress",
    label: "Progress",
    class: "wide",
    text: (w) => [w.jobId, jobs.get(w.jobId)?.progress?.step].join(),
    render: (w, cell) => (jobs.has(w.jobId) ? barOf(cell, jobs.get(w.jobId)) : null),
  },
  {
    id: "speed",
    label: "Images / s",
    class: "end",
    text: (w) =>
      jobs.get(w.jobId)?.progress ? format.count(jobs.get(w.jobId).progress.imagesPerSecond) : "",
  },
  { id: "abilities", label: "Abilities", value: (w) => w.threads, text: abilities },
  {
    id: "up",
    label: "Up for",
    class: "end roomy",
    value: (w) => w.startedAt,
    text: (w) => format.duration(Math.floor(format.between(w.startedAt) / 10) * 10),
  },
  agoColumn("seen", "Last heard of", (w) => w.lastSeenAt),
  {
    id: "actions",
    label: "",
    hidden: "Actions",
    class: "row-actions",
    text: (w) => `${isSilent(w)}${w.draining}`,
    render: (w) =>
      isSilent(w)
        ? null
        : h(
            "button.button.button-small",
            {
              dataset: { writes: "" },
              "aria-label": `${w.draining ? "Resume" : "Drain"} ${w.id}`,
              title: w.draining
                ? "Give it jobs again"
                : "Let it end its job, then give it no other",
              onclick: async () => {
                const answer = await attempt(
                  () =>
                    post(`/workers/${encodeURIComponent(w.id)}/${w.draining ? "resume" : "drain"}`),
                  w.draining ? `${w.id} takes jobs again` : `${w.id} takes no more jobs`,
                );
                if (answer) change(answer);
              },
            },
            w.draining ? "Resume" : "Drain",
          ),
  },
];
