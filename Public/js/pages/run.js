// One run: its curves, the step sizes of every layer, the staircase, its parameters, log and files.
import { get, on, post } from "../api.js";
import { askingButton, attempt, slider } from "../components/controls.js";
import { badge, isFinal, progressBar } from "../components/progress.js";
import { loadingState, problemState } from "../components/states.js";
import { h, perFrame } from "../dom.js";
import { RunData } from "../models/run-data.js";
import { parseRange, rangeText, XLink } from "../models/x-link.js";
import { setView, view } from "../router.js";
import { curves } from "./run/curves.js";
import { details } from "./run/details.js";
import { facts } from "./run/facts.js";
import { files } from "./run/files.js";
import { health } from "./run/health.js";
import { log } from "./run/log.js";
import { staircase } from "./run/staircase.js";
import { stepSizes } from "./run/step-sizes.js";
import { updateRatio } from "./run/update-ratio.js";
import { subnav } from "./run/subnav.js";

export function open(root, { id }) {
  const stop = new AbortController();
  const ends = [() => stop.abort()];
  root.append(loadingState("the run"));
  load(id, stop.signal).then(
    (run) => {
      if (!stop.signal.aborted) ends.push(show(root, run));
    },
    (error) => {
      if (!stop.signal.aborted) root.replaceChildren(problemState(error, () => location.reload()));
    });
  return () => ends.forEach((end) => end());
}

/** Everything the page starts with: {run, job, data}. */
async function load(id, signal) {
  const data = new RunData(id);
  const [run] = await Promise.all([get(`/runs/${id}`, signal), data.load(signal)]);
  const job = run.jobId ? await get(`/jobs/${run.jobId}`, signal).catch(() => null) : null;
  return { run, job, data };
}

function show(root, state) {
  document.title = `${state.run.name} \u00b7 Staircase`;
  const context = {
    ...state,
    steps: new XLink(parseRange(view("x")), (range) => setView({ x: rangeText(range) })),
    smoothing: Number(view("smooth") ?? 0.6),
    layer: view("layer"),
    pickers: new Set(),
    /** Chooses the layer that every section points out. */
    pick(layer) {
      context.layer = context.layer === layer ? null : layer;
      setView({ layer: context.layer });
      for (const picker of context.pickers) picker(context.layer);
    },
  };
  const quantized = state.data.quantizers.size > 0;
  const head = header(context);
  const sections = [
    ["Summary", facts(context)], ["Curves", curves(context)],
    ...(quantized || isLive(context) ? quantizerSections(context) : []),
    ["Parameters", details(context)], ["Log", state.job && log(context)], ["Files", files(context)],
  ].filter(([, section]) => section);

  const smoothing = slider("Smoothing", { min: 0, max: 0.98, step: 0.02, value: context.smoothing, text: (value) => value.toFixed(2) }, (value) => {
    context.smoothing = value;
    setView({ smooth: value === 0.6 ? null : value });
    refresh();
  });
  const nav = subnav(sections, smoothing);
  root.classList.add("page-run");
  root.replaceChildren(head.element, nav.element, ...sections.map(([, section]) => section.element));

  const refresh = perFrame(() => {
    head.update();
    for (const [, section] of sections) section.update?.();
  });
  const reload = () => context.data.load().then(refresh, () => {});
  const ends = [
    on("points", (points) => {
      if (points.runId !== context.run.id) return;
      // A quantizer appears with its first points: what it is must be asked for.
      if (!context.data.add(points)) reload();
      if (points.metrics.some((point) => point.key.startsWith("test"))) sections.forEach(([, section]) => section.epochEnded?.());
      refresh();
    }),
    on("job", async (job) => {
      if (job.runId !== context.run.id) return;
      const changed = job.state !== context.job?.state;
      context.job = job;
      if (changed) {
        context.run = await get(`/runs/${context.run.id}`).catch(() => context.run);
        sections.forEach(([, section]) => section.epochEnded?.());
      }
      refresh();
    }),
    on("resync", async () => {
      const fresh = await load(context.run.id).catch(() => null);
      if (!fresh) return;
      Object.assign(context, fresh);
      sections.forEach(([, section]) => section.epochEnded?.());
      refresh();
    }),
    nav.end,
  ];
  refresh();
  return () => {
    refresh.cancel();
    ends.forEach((end) => end());
    for (const [, section] of sections) section.destroy?.();
  };
}

const quantizerSections = (context) => [
  ["Step sizes", stepSizes(context)], ["Staircase", staircase(context)], ["Update ratio", updateRatio(context)], ["Health", health(context)],
];

const isLive = ({ job }) => job && !isFinal(job.state) && job.spec.quantizer.method !== "none";

function header(context) {
  const state = h("span");
  const bar = context.job && progressBar(context.job);
  const reason = h("p.notice.notice-failed", { hidden: true });
  const cancel = context.job && askingButton("Cancel", "Cancel this job?", () => attempt(() => post(`/jobs/${context.job.id}/cancel`), "The job is asked to stop"), ".button");
  const element = h("div.page-head", {},
    h("p.crumb", {}, h("a", { href: "#/runs" }, "Runs"), " / ", context.run.experiment),
    h("h1", {}, context.run.name), state, bar?.element,
    h("div.actions", {},
      context.job && h("a.button", { href: `#/jobs/${context.job.id}` }, "Job"),
      context.job && h("a.button", { href: `#/jobs/new?from=${context.job.id}` }, "Clone"),
      cancel),
    reason);
  let shown = null;
  return {
    element,
    update() {
      const now = context.job?.state ?? context.run.status;
      if (bar) {
        bar.update(context.job);
        bar.element.hidden = now !== "running" && now !== "stopping";
      }
      if (now === shown) return;
      shown = now;
      state.replaceChildren(badge(now));
      if (cancel) cancel.hidden = isFinal(now);
      reason.hidden = !(context.job?.reason && ["failed", "timed_out"].includes(now));
      reason.textContent = context.job?.reason ?? "";
    },
  };
}
