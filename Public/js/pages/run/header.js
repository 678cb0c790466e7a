// The head of a run: its name, its state, and what can be done with it.
import { askingButton } from "../../components/controls.js";
import { badge, progressBar } from "../../components/progress.js";
import { h, setText } from "../../dom.js";
import { quoted } from "../../models/filter-value.js";
import { endOf, isFinal, reasonOf, titleOf } from "../../models/job-state.js";
import { NOTE } from "../../models/tags.js";
import { actions } from "../jobs/actions.js";
import { deleteRuns, restoreRuns } from "../runs/actions.js";
import { editMenu } from "./edit.js";

/** {element, update}; `changed()` is called when the run has another name or other tags. */
export function header(context, changed) {
  const { job, run } = context;
  const name = h("h1");
  const state = h("span");
  const bar = job && progressBar(job);
  const end = h("span.muted");
  const note = h("p.note", { hidden: true });
  const reason = h("p.notice", { hidden: true });
  const ofJob = h("div.contents");
  const { erase, gone } = deletion(run);
  const edit = editMenu(context, (now) => {
    context.take(now);
    changed();
  });
  edit.dataset.writes = "";
  const element = h(
    "div.page-head",
    {},
    crumb(run),
    name,
    state,
    bar?.element,
    end,
    h(
      "div.actions",
      {},
      job && h("a.button", { href: `#/jobs/${job.id}` }, "Job"),
      job && h("a.button", { href: `#/jobs/new?from=${job.id}`, dataset: { writes: "" } }, "Clone"),
      edit,
      ofJob,
      erase,
    ),
    note,
    reason,
    gone,
  );
  let shown = null;
  return {
    element,
    update() {
      setText(name, context.run.name);
      setText(note, context.run.tags[NOTE] ?? "");
      note.hidden = !note.textContent;
      const now = context.job?.state ?? context.run.status;
      document.title = titleOf(context.run.name, now, context.job);
      if (bar) {
        bar.update(context.job);
        bar.element.hidden = now !== "running" && now !== "stopping";
      }
      setText(end, endOf(context.job));
      end.hidden = !end.textContent;
      // Also of one that trains: its worker may wait, as for a full disk.
      const why = reasonOf(context.job);
      reason.hidden = !why;
      reason.classList.toggle("notice-failed", ["failed", "timed_out"].includes(now));
      setText(reason, why);
      if (now === shown) return;
      shown = now;
      state.replaceChildren(badge(now));
      if (context.job) ofJob.replaceChildren(...actions(context.job, ".button"));
      // A run of a job that may still write is not deleted under its hands.
      erase.hidden = Boolean(context.job) && !isFinal(now);
    },
  };
}

/** To all runs, and to those of its experiment. */
function crumb({ experiment }) {
  const filter = `experiment = ${quoted(experiment)}`;
  return h(
    "p.crumb",
    {},
    h("a", { href: "#/runs" }, "Runs"),
    " / ",
    h("a", { href: `#/runs?filter=${encodeURIComponent(filter)}` }, experiment),
  );
}

/** {erase, gone}: the button that deletes the run, and what says so then and brings it back. */
function deletion(run) {
  const gone = h(
    "p.notice",
    { hidden: true },
    "This run is deleted. ",
    h(
      "button.button.button-small",
      {
        dataset: { writes: "" },
        onclick: async () => {
          gone.hidden = await restoreRuns([run]);
          erase.hidden = !gone.hidden;
        },
      },
      "Restore",
    ),
  );
  const erase = askingButton(
    "Delete",
    "Delete this run?",
    async () => {
      gone.hidden = !(await deleteRuns([run]));
      erase.hidden = !gone.hidden;
    },
    ".button",
  );
  return { erase, gone };
}
