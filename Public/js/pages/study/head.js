// The head of a study: how far it is, and what can be done with it.
import { address, post } from "../../api.js";
import { askingButton, attempt } from "../../components/controls.js";
import { badge, progressBar } from "../../components/progress.js";
import { h } from "../../dom.js";
import { asJob, kindOf } from "../studies.js";

const FORMS = [
  ["csv", "CSV"],
  ["md", "Markdown"],
];

/** {element, update(study, jobs)}; `study` as it was read first, `base` its path in the service. */
export function head(study, base) {
  const state = h("span");
  const bar = progressBar(asJob(study));
  const jobsLink = h("a.button", { href: `#/jobs?find=${encodeURIComponent(study.id)}` }, "Jobs");
  const compare = h("a.button", {}, "Compare all");
  const cancel = askingButton(
    "Cancel",
    "Cancel its jobs?",
    () => attempt(() => post(`${base}/cancel`), "Its jobs are asked to stop"),
    ".button",
  );
  const downloads = FORMS.map(([kind, text]) =>
    h("a.button", { href: address(`${base}.${kind}`), download: `${study.name}.${kind}` }, text),
  );
  const element = h(
    "div.page-head",
    {},
    h("p.crumb", {}, h("a", { href: "#/studies" }, "Studies"), ` / ${kindOf(study)}`),
    h("h1", {}, study.name),
    state,
    bar.element,
    h("div.actions", {}, downloads, jobsLink, compare, cancel),
  );
  return {
    element,
    update(now, jobs) {
      document.title = `${now.name} \u00b7 Staircase`;
      bar.update(asJob(now));
      state.replaceChildren(badge(now.state));
      compare.hidden = jobs.size < 2;
      compare.href = `#/compare?runs=${[...jobs.values()].map((job) => job.runId).join(",")}`;
      cancel.hidden = !["queued", "running"].includes(now.state);
    },
  };
}
