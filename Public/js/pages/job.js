// One job: its progress, attempts, spec and log.
import { get } from "../api.js";
import { followHidden } from "../components/hidden-job.js";
import { logView } from "../components/log-view.js";
import { badge, progressBar } from "../components/progress.js";
import { section } from "../components/section.js";
import { loadingState, problemState } from "../components/states.js";
import { h, rarely, setText } from "../dom.js";
import { endOf, isFinal, isWaiting, reasonOf, titleOf } from "../models/job-state.js";
import { startOf } from "../models/queue.js";
import { attempts } from "./job/attempts.js";
import { facts } from "./job/facts.js";
import { lackOfJob } from "./job/lack.js";
import { actions } from "./jobs/actions.js";
import { priorityMenu } from "./jobs/priority.js";

export function open(root, life, { id }) {
  const start = () => {
    root.replaceChildren(loadingState("the job"));
    const read = life.during(["job"], () => get(`/jobs/${id}`, life.signal));
    read.then(
      ([job, early]) => {
        const told = early.findLast(([, changed]) => changed.id === id);
        if (!life.over) show(root, life, told?.[1] ?? job);
      },
      (error) => life.over || root.replaceChildren(problemState(error, start)),
    );
  };
  start();
}

function show(root, life, first) {
  let job = { ...first, startsAt: startOf(first) };
  const take = (now) => {
    const isOther = now.state !== job.state;
    job = { ...now, startsAt: startOf(now) };
    draw();
    if (isOther) log.restart();
  };
  const priority = priorityMenu(
    () => job,
    (now) => life.over || take(now),
  );
  const lackOf = lackOfJob(life, () => job);
  const parts = [header(job, priority, life.signal), facts(), attempts(life, lackOf)];
  const spec = h("pre.panel.panel-pad", { tabIndex: 0, role: "region", "aria-label": "Spec" });
  const log = logView(life, job.id, () => isFinal(job.state));
  root.replaceChildren(
    ...parts.flatMap(({ element }) => element),
    section("Log", { tools: log.tools }, log.element),
    section("Spec", {}, spec),
  );
  const draw = () => {
    document.title = titleOf(job.name, job.state, job);
    for (const part of parts) part.update(job);
    setText(spec, JSON.stringify(job.spec, null, 2));
  };
  draw();
  life.every(1000, draw);
  follow(life, () => job, take);
  followHidden(life, () => job, take);
}

/** Its name, its state, what can be done with it, and why it ended so: {element, update(job)}. */
function header(job, priority, signal) {
  const state = h("span");
  const bar = progressBar(job);
  const end = h("span.muted");
  const buttons = h("div.actions");
  const reason = h("p.notice");
  const head = h(
    "div.page-head",
    {},
    h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs"), " / ", job.experiment),
    h("h1", {}, job.name),
    state,
    bar.element,
    end,
    job.spec.after.length > 0 && h("p.muted", {}, "Comes after ", parentsOf(job, signal), "."),
    buttons,
  );
  const links = [
    h("a.button.button-main", { href: `#/runs/${job.runId}` }, "Results"),
    h("a.button", { href: `#/jobs/new?from=${job.id}`, dataset: { writes: "" } }, "Clone"),
    ...(job.study
      ? [h("a.button", { href: `#/studies/${encodeURIComponent(job.study)}` }, "Study")]
      : []),
  ];
  let shown = "";
  return {
    element: [head, reason],
    update(job) {
      if (job.state !== shown) {
        shown = job.state;
        state.replaceChildren(badge(job.state));
        buttons.replaceChildren(
          ...links,
          ...(isWaiting(job) ? [priority] : []),
          ...actions(job, ".button"),
        );
      }
      const why = reasonOf(job);
      reason.hidden = !why;
      reason.classList.toggle("notice-failed", ["failed", "timed_out"].includes(job.state));
      setText(reason, why);
      bar.update(job);
      setText(end, endOf(job));
      end.hidden = !end.textContent;
    },
  };
}

/** Links to the jobs that it waits for: by their names, once those are known. */
const parentsOf = ({ spec }, signal) =>
  spec.after.map((id, index) => {
    const link = h("a", { href: `#/jobs/${id}` }, id.slice(0, 8));
    get(`/jobs/${id}`, signal).then(
      ({ name }) => setText(link, name),
      () => {},
    );
    return [index > 0 && ", ", link];
  });

/** Hands over the job at each change of it, and of its place in the queue. */
function follow(life, current, take) {
  const again = async () => {
    const now = await get(`/jobs/${current().id}`, life.signal).catch(() => current());
    if (!life.over) take(now);
  };
  // Its place in the queue changes with the states and the priorities of others.
  const moved = rarely(2000, again);
  life.add(moved.cancel);
  const others = new Map();
  life.on("job", (changed) => {
    if (changed.id === current().id) return take(changed);
    const rank = `${changed.state} ${changed.spec.priority}`;
    if (current().state === "queued" && others.get(changed.id) !== rank) moved();
    others.set(changed.id, rank);
  });
  life.on("resync", again);
}
