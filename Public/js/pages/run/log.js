// The log of the job, following it while it runs.
import { logView } from "../../components/log-view.js";
import { section } from "../../components/section.js";
import { isFinal } from "../../models/job-state.js";

export function log(context) {
  const view = logView(context.life, context.job.id, () => isFinal(context.job.state));
  return {
    element: section("Log", { tools: view.tools }, view.element),
    epochEnded: () => view.restart(),
  };
}
