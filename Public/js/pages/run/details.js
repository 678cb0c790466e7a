// Parameters, tags, and the spec of the job.
import { h } from "../../dom.js";
import * as format from "../../format.js";

export function details(context) {
  const body = h("div.columns");
  let shown = "";
  function update() {
    const { run, job } = context;
    const mark = JSON.stringify([run, job?.spec, job?.attempts]);
    if (mark === shown) return;
    shown = mark;
    const identity = [["Run", run.id], job && ["Job", job.id], ["Experiment", run.experiment], ["Made", format.moment(run.createdAt)],
      run.startedAt && ["Started", format.moment(run.startedAt)], run.endedAt && ["Ended", format.moment(run.endedAt)],
      job && ["Attempts", String(job.attempts.length)], ...Object.entries(run.tags)].filter(Boolean);
    const parameters = Object.entries(run.parameters);
    body.replaceChildren(panel("Identity", identity), ...(parameters.length ? [panel("Parameters", parameters)] : []));
  }
  return { element: h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Parameters")), body), update };
}

const panel = (title, rows) =>
  h("div.panel.panel-pad", {}, h("h3", {}, title), h("dl.pairs", {}, rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
