// The log of the job, following it while it runs.
import { logView } from "../../components/log-view.js";
import { h } from "../../dom.js";
import { isFinal } from "../../components/progress.js";

export function log(context) {
  const view = logView(context.job.id, () => isFinal(context.job.state));
  return {
    element: h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Log"), view.tools), view.element),
    epochEnded: () => view.restart(),
    destroy: view.destroy,
  };
}
