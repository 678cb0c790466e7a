// One run: its curves, the step sizes of every layer, the staircase, its parameters, log and files.
import { get } from "../api.js";
import { followHidden } from "../components/hidden-job.js";
import { smoothingOf, smoothingSlider } from "../components/smoothing.js";
import { loadingState, problemState } from "../components/states.js";
import { perFrame } from "../dom.js";
import { addBest } from "../models/best.js";
import { isFinal } from "../models/job-state.js";
import { RunData } from "../models/run-data.js";
import { parseRange, rangeText, XLink } from "../models/x-link.js";
import { setView, view } from "../router.js";
import { curves } from "./run/curves.js";
import { files } from "./run/files.js";
import { followRun } from "./run/follow.js";
import { header } from "./run/header.js";
import { health } from "./run/health.js";
import { layers } from "./run/layers.js";
import { log } from "./run/log.js";
import { parameters } from "./run/parameters.js";
import { staircase } from "./run/staircase.js";
import { stepSizes } from "./run/step-sizes.js";
import { subnav } from "./run/subnav.js";
import { summary } from "./run/summary.js";
import { system } from "./run/system.js";
import { updateRatio } from "./run/update-ratio.js";
import { restoreRuns } from "./runs/actions.js";

export function open(root, life, { id }) {
  // Who comes back is led to where the page was.
  const at = history.state?.place ? null : view("at");
  const start = () => {
    root.replaceChildren(loadingState("the run"));
    const read = life.during(["points", "job"], () => load(id, life.signal));
    read.then(
      ([state, early]) => life.over || show(root, life, state, { early, at }),
      (error) => {
        if (life.over) return;
        // A run that was deleted is not there, but can be again.
        const gone = error.status === 404 && /restore/.test(error.detail);
        root.replaceChildren(
          gone
            ? problemState(
                error,
                async () => (await restoreRuns([{ id, name: "The run" }])) && start(),
                "Restore",
              )
            : problemState(error, start),
        );
      },
    );
  };
  start();
}

/** What the page starts with: {run, job, data}. Points come when their figures are seen. */
async function load(id, signal) {
  const state = await RunData.open(id, signal);
  const [job] = await Promise.all([
    state.run.jobId ? get(`/jobs/${state.run.jobId}`, signal).catch(() => null) : null,
    addBest(state.run, signal),
  ]);
  return { ...state, job };
}

/** `early`: the events that came while it was read; `at`: the section that the link names. */
function show(root, life, state, { early, at }) {
  const context = contextOf(state, life);
  const head = header(context, () => update());
  const sections = sectionsOf(context);
  const update = () => {
    // What was asked for may come when the page is left.
    if (life.over) return;
    head.update();
    for (const [, section] of sections) section.update?.();
    nav.update();
  };
  const refresh = perFrame(update);
  context.refresh = refresh;
  life.add(refresh.cancel);
  root.classList.add("page-run");
  const nav = subnav(life, `runs/${context.run.id}`, sections, smoothingSlider(context, refresh));
  root.replaceChildren(
    head.element,
    nav.element,
    ...sections.map(([, section]) => section.element),
  );
  context.data.onload = refresh;
  const epochEnded = () => sections.forEach(([, section]) => section.epochEnded?.());
  followRun(context, { refresh, epochEnded }, early);
  // Nothing is drawn in a hidden tab, but its title is told.
  const retitle = (job) => {
    context.job = job;
    head.update();
  };
  if (context.job) followHidden(life, () => context.job, retitle);
  life.listen(window, "keydown", (event) => pickByKey(context, event));
  // Before the first frame, so that every section has its size and only those in view ask for data.
  update();
  if (at) nav.goTo(at);
}

/** What the sections share. */
function contextOf(state, life) {
  const context = {
    ...state,
    life,
    steps: new XLink(parseRange(view("x")), (range) => setView({ x: rangeText(range) })),
    smoothing: smoothingOf(),
    layer: view("layer"),
    pickers: new Set(),
    /** Chooses the layer that every section points out. */
    pick(layer) {
      context.layer = context.layer === layer ? null : layer;
      setView({ layer: context.layer });
      for (const picker of context.pickers) picker(context.layer);
    },
    /** Takes the run as the service tells it now. */
    take(run) {
      context.run = { ...run, extremes: run.extremes ?? context.run.extremes };
    },
    /** Steps of one epoch, or null if the run has none. */
    perEpoch: () =>
      context.job?.progress ? context.job.progress.steps / context.job.progress.epochs : null,
    began: () => Date.parse(context.run.startedAt ?? context.run.createdAt),
    stepsNote: () =>
      context.data.failed
        ? "The service did not answer. These points are read as soon as it does."
        : context.data.pending
          ? "Loading\u2026"
          : context.run.endedAt
            ? "Not recorded."
            : "No points yet: they are recorded every few steps.",
  };
  return context;
}

/** [name, section] in their order. */
function sectionsOf(context) {
  const { data, job } = context;
  const isQuantized =
    data.stepSizes.quantizers.size > 0 || (job && job.spec.quantizer.method !== "none");
  const ofQuantizers = isQuantized
    ? [
        ["Step sizes", stepSizes(context)],
        ["Staircase", staircase(context)],
        ["Update ratio", updateRatio(context)],
        ["Health", health(context)],
        ["Layers", layers(context)],
      ]
    : [];
  return [
    ["Summary", summary(context)],
    ["Curves", curves(context)],
    ...ofQuantizers.map(([name, section]) => [name, whereQuantized(context, section)]),
    ["Parameters", parameters(context)],
    ["System", system(context)],
    ...(job ? [["Log", log(context)]] : []),
    ["Files", files(context)],
  ];
}

/** A section that is not shown of a job that has ended without quantizers; tried again, it may get some. */
const whereQuantized = (context, section) => ({
  element: section.element,
  update() {
    const { quantizers } = context.data.stepSizes;
    section.element.hidden = !quantizers.size && isFinal(context.job.state);
    section.update();
  },
  epochEnded: () => section.epochEnded?.(),
});

/** [ and ] pick the layer before and after. */
function pickByKey(context, event) {
  const way = { "[": -1, "]": 1 }[event.key];
  // With Command they go back and forth in the history.
  if (!way || event.metaKey || event.target.matches("input, textarea, select")) return;
  const names = context.data.stepSizes.layers().map((entry) => entry.layer);
  const next =
    names[(names.indexOf(context.layer) + way + names.length) % names.length] ?? names[0];
  if (next && next !== context.layer) context.pick(next);
}
