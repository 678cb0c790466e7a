// Parameters, tags, and the spec of the job.
import { h } from "../../dom.js";
import * as format from "../../format.js";

export function details(context) {
  const body = h("div.cards-flow");
  let shown = "";
  function update() {
    const { run, job } = context;
    const results = singleValues(context.data);
    const mark = JSON.stringify([run, job?.spec, job?.attempts, results]);
    if (mark === shown) return;
    shown = mark;
    const identity = [["Run", run.id], job && ["Job", job.id], ["Experiment", run.experiment], ["Made", format.moment(run.createdAt)],
      run.startedAt && ["Started", format.moment(run.startedAt)], run.endedAt && ["Ended", format.moment(run.endedAt)],
      job && ["Attempts", String(job.attempts.length)], ...Object.entries(run.tags)].filter(Boolean);
    body.replaceChildren(panel("Identity", identity), ...(results.length ? [panel("Results", results)] : []), ...grouped(run.parameters).map(([group, rows]) => panel(group, rows)));
  }
  return { element: h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Parameters")), body), update };
}

/** Metrics with one value, such as the bytes of the model. */
function singleValues({ metrics }) {
  return [...metrics].filter(([, { step }]) => step.length === 1).map(([key, { value }]) => [format.title(key), format.metric(key, value[0])]).sort();
}

/** Parameters by the part of the spec they belong to: quantizer.weightBits is "weightBits" of "Quantizer". */
function grouped(parameters) {
  const groups = new Map();
  for (const [key, value] of Object.entries(parameters).sort(([a], [b]) => a.localeCompare(b))) {
    const dot = key.indexOf(".");
    const group = dot < 0 ? "Training" : format.title(key.slice(0, dot));
    groups.set(group, [...(groups.get(group) ?? []), [key.slice(dot + 1), value]]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

const panel = (title, rows) =>
  h("div.panel.panel-pad", {}, h("h3", {}, title), h("dl.pairs", {}, rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
