// The queue and what became of it, live.
import { get, list, post } from "../api.js";
import { attempt, segmented } from "../components/controls.js";
import { liveBody } from "../components/live-body.js";
import { emptyState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, setText } from "../dom.js";
import * as format from "../format.js";
import { isFinal } from "../models/job-state.js";
import { Queue } from "../models/queue.js";
import { setView, sortOf, sortText, view } from "../router.js";
import { columnsOf, note } from "./jobs/columns.js";
import { readWorkers } from "./jobs/workers.js";

const GROUPS = {
  all: () => true,
  active: (job) => !isFinal(job.state),
  succeeded: (job) => job.state === "succeeded",
  failed: (job) => ["failed", "timed_out", "canceled"].includes(job.state),
};

export function open(root, life) {
  document.title = "Jobs \u00b7 Staircase";
  const queue = new Queue();
  const state = { group: GROUPS[view("show")] ? view("show") : "all", query: view("find") ?? "" };
  const table = new Table(life, columnsOf(queue), {
    label: "Jobs",
    tall: true,
    sort: sortOf(view("sort")),
    onsort: (sort) => setView({ sort: sortText(sort) }),
  });
  const holder = h("div");
  const counts = h("p.muted", { role: "status" });
  const pause = pauseButton(life);
  root.append(
    h(
      "div.page-head",
      {},
      h("h1", {}, "Jobs"),
      counts,
      h(
        "div.actions",
        {},
        chooser(state, () => body.draw()),
        pause.button,
        h("a.button.button-main", { href: "#/jobs/new", dataset: { writes: "" } }, "New job"),
      ),
    ),
    pause.notice,
    holder,
  );
  const body = liveBody(life, holder, {
    what: "the jobs",
    load: async (signal) => pause.show(await load(queue, signal)),
    draw() {
      const words = state.query.toLowerCase().split(/\s+/);
      const holds = (job) =>
        words.every((word) =>
          `${job.name} ${note(job)} ${job.id} ${job.study ?? ""} ${job.state}`
            .toLowerCase()
            .includes(word),
        );
      const rows = queue.ordered().filter((job) => GROUPS[state.group](job) && holds(job));
      setText(
        counts,
        `${queue.count("running")} running, ${queue.count("queued") + queue.count("blocked")} waiting, ${format.count(queue.jobs.size)} in all`,
      );
      table.update(rows);
      return rows.length ? table.element : empty(queue.jobs.size > 0);
    },
  });
  body.on("job", (job) => queue.hear(job));
  body.on("worker", (worker) => queue.workers.set(worker.id, worker));
  life.every(5000, body.draw);
}

/** Reads the jobs and the workers; answers whether the queue is paused. */
async function load(queue, signal) {
  const jobs = list("/jobs", { limit: 10_000, signal });
  const [items, { paused }] = await Promise.all([
    jobs,
    get("/queue", signal),
    readWorkers(queue, jobs, signal),
  ]);
  // The newest comes first.
  queue.replace(items.reverse());
  return paused;
}

/** What finds some of the jobs. */
function chooser(state, changed) {
  const search = h("input.field.search", {
    type: "search",
    value: state.query,
    placeholder: "Find jobs",
    "aria-label": "Find jobs",
    oninput: () => {
      state.query = search.value;
      setView({ find: state.query });
      changed();
    },
  });
  return [
    search,
    segmented(
      "Which jobs",
      [
        ["all", "All"],
        ["active", "Active"],
        ["succeeded", "Succeeded"],
        ["failed", "Failed"],
      ],
      state.group,
      (value) => {
        state.group = value;
        setView({ show: value === "all" ? null : value });
        changed();
      },
    ),
  ];
}

/** {button, notice, show(paused)}: whether jobs are given out. */
function pauseButton(life) {
  let isPaused = false;
  const notice = h(
    "p.notice",
    { hidden: true },
    "The queue is paused: running jobs go on, no worker is given another. ",
  );
  const button = h("button.button", {
    dataset: { writes: "" },
    onclick: async () => {
      const answer = await attempt(
        () => post(`/queue/${isPaused ? "resume" : "pause"}`),
        isPaused ? "The queue goes on" : "The queue is paused",
      );
      if (answer) show(answer.paused);
    },
  });
  const show = (paused) => {
    isPaused = paused;
    notice.hidden = !paused;
    setText(button, paused ? "Resume queue" : "Pause queue");
  };
  show(false);
  // No event tells of a queue that another pauses.
  life.every(10_000, async () => {
    if (document.hidden) return;
    const now = await get("/queue", life.signal).catch(() => ({ paused: isPaused }));
    show(now.paused);
  });
  return { button, notice, show };
}

const empty = (isFiltered) =>
  isFiltered
    ? emptyState("No such jobs", "Choose another group or other words above.")
    : emptyState(
        "The queue is empty",
        "Make a job with ",
        h("a", { href: "#/jobs/new" }, "New job"),
        ", with ",
        h("code", {}, "staircase submit spec.json"),
        " or with curl: ",
        h("code", {}, "POST /api/v1/jobs"),
        ".",
      );
