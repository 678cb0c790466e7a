// What can be done to a job.
import { post } from "../../api.js";
import { askingButton, attempt } from "../../components/controls.js";
import { h } from "../../dom.js";
import { isFinal } from "../../models/job-state.js";

/** Cancel for what is not ended, retry for what ended badly; with `classes` on a page of its own. */
export function actions(job, classes) {
  if (job.state === "stopping") return [];
  if (!isFinal(job.state))
    return [
      askingButton(
        "Cancel",
        "Sure?",
        () => attempt(() => post(`/jobs/${job.id}/cancel`), `${job.name}: asked to stop`),
        classes,
        classes ? "" : job.name,
      ),
    ];
  if (job.state === "succeeded") return [];
  return [
    h(
      `button${classes ?? ".button.button-small"}`,
      {
        "aria-label": classes ? null : `Retry ${job.name}`,
        dataset: { writes: "" },
        onclick: () =>
          attempt(() => post(`/jobs/${job.id}/retry`), `${job.name}: back in the queue`),
      },
      "Retry",
    ),
  ];
}
