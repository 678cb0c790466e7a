// Parameters, tags, and the spec of the job.
import { segmented } from "../../components/controls.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { RESULTS } from "../../models/metric-names.js";
import { NOTE } from "../../models/tags.js";
import { setView, view } from "../../router.js";

export function parameters(context) {
  const body = h("div.cards-flow");
  const spec = h("pre.panel.panel-pad.spec", {
    tabIndex: 0,
    role: "region",
    "aria-label": "Spec of the job",
  });
  let shown = "";
  const show = (what) => {
    body.hidden = what === "spec";
    spec.hidden = what !== "spec";
  };
  function update() {
    const { run, job, data } = context;
    const results = RESULTS.filter((key) => data.latest.has(key)).map((key) => [
      format.title(key),
      format.metric(key, data.last(key)),
    ]);
    const mark = JSON.stringify([run, job?.spec, job?.attempts.length, results]);
    if (mark === shown) return;
    shown = mark;
    const identity = [
      ["Run", run.id],
      job && ["Job", job.id],
      ["Experiment", run.experiment],
      ["Made", format.moment(run.createdAt)],
      run.startedAt && ["Started", format.moment(run.startedAt)],
      run.endedAt && ["Ended", format.moment(run.endedAt)],
      job && ["Attempts", String(job.attempts.length)],
    ].filter(Boolean);
    const tags = Object.entries(run.tags).filter(([key]) => key !== NOTE);
    body.replaceChildren(
      panel("Identity", identity),
      ...(tags.length ? [panel("Tags", tags)] : []),
      ...(results.length ? [panel("Results", results)] : []),
      ...grouped(run.parameters).map(([group, rows]) => panel(group, rows)),
    );
    spec.textContent = JSON.stringify(job?.spec, null, 2);
  }
  const choice =
    context.job &&
    segmented(
      "What to show",
      [
        ["", "Parameters"],
        ["spec", "Spec"],
      ],
      view("details", ""),
      (what) => {
        setView({ details: what });
        show(what);
      },
    );
  show(context.job ? view("details", "") : "");
  return { element: section("Parameters", { tools: choice }, body, spec), update };
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
  h(
    "div.panel.panel-pad",
    {},
    h("h3", {}, title),
    h(
      "dl.pairs",
      {},
      rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  );
