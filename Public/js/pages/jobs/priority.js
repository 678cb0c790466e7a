// How soon a job that waits has its turn: the highest priority is taken first, then the oldest job.
import { patch } from "../../api.js";
import { attempt, toast } from "../../components/controls.js";
import { menu } from "../../components/menu.js";
import { h } from "../../dom.js";

/** The highest priority that a job may have. */
const MOST = 1000;
const FULL = `A job that waits has priority ${MOST}, the highest there is: lower that one first.`;

const setPriority = ({ id, name }, priority) =>
  attempt(
    () => patch(`/jobs/${id}`, JSON.stringify({ priority })),
    `${name}: priority ${priority}`,
  );

/** Puts a job before all that wait; `highest()` is the highest priority among them. */
export const frontButton = (job, highest) =>
  h(
    "button.button.button-small",
    {
      "aria-label": `To front: ${job.name}`,
      title: "Before all jobs that wait, by a higher priority",
      dataset: { writes: "" },
      onclick: () => (highest() < MOST ? setPriority(job, highest() + 1) : toast(FULL, true)),
    },
    "To front",
  );

/** A menu that changes the priority of `current()`; `changed(job)` is told what is kept now. */
export function priorityMenu(current, changed) {
  const holder = menu("Priority", (panel) => {
    const job = current();
    const field = h("input.field", {
      type: "number",
      step: 1,
      required: true,
      value: job.spec.priority,
      "aria-describedby": "priority-hint",
    });
    const submit = h("button.button.button-main", { type: "submit" }, "Save");
    const save = async (event) => {
      event.preventDefault();
      submit.disabled = true;
      const now = await setPriority(job, Number(field.value));
      submit.disabled = false;
      if (!now) return;
      panel.hidePopover();
      changed(now);
    };
    panel.append(
      h(
        "form.edit",
        { onsubmit: save },
        h("label", {}, "Priority", field),
        h(
          "p.muted",
          { id: "priority-hint" },
          "Jobs of a higher priority start first; of those that are equal, the oldest.",
        ),
        submit,
      ),
    );
  });
  holder.dataset.writes = "";
  return holder;
}
