// The runs that are chosen in the table, and the bar with what can be done to them.
import { askingButton } from "../../components/controls.js";
import { h } from "../../dom.js";
import { go, setView, view } from "../../router.js";
import { deleteRuns, many, restoreRuns } from "./actions.js";

// As many as a URL has room for.
const KEPT = 50;

export class Choice {
  /** `page`: {life, runs: Map, state: {deleted, isWhole}, table, body}. */
  constructor(page) {
    this.page = page;
    this.ids = new Set((view("runs") ?? "").split(",").filter(Boolean));
    this.last = null;
    this.bar = h("div.bulk", { hidden: true, role: "group", "aria-label": "Chosen runs" });
    this.gone = h("p.notice", { role: "status", hidden: true });
    this.all = h("input", {
      type: "checkbox",
      "aria-label": "Choose all runs shown",
      onchange: () => {
        for (const id of page.runs.keys()) this.put(id, this.all.checked);
        this.changed();
      },
    });
    this.column = {
      id: "select",
      class: "select",
      head: this.all,
      text: (run) => run.id,
      render: (run) =>
        h("input", {
          type: "checkbox",
          value: run.id,
          checked: this.has(run),
          "aria-label": `Choose ${run.name}`,
          onclick: (event) => this.pick(run, event),
        }),
    };
  }

  has(run) {
    return this.ids.has(run.id);
  }

  put(id, on) {
    if (on) this.ids.add(id);
    else this.ids.delete(id);
  }

  clear() {
    this.ids.clear();
    this.changed();
  }

  /** One row; with Shift, every row from the one before. */
  pick(run, event) {
    const order = this.page.table.sorted.map(({ id }) => id);
    const [from, to] = [
      order.indexOf(event.shiftKey ? this.last : run.id),
      order.indexOf(run.id),
    ].sort((a, b) => a - b);
    for (const id of order.slice(from < 0 ? to : from, to + 1)) this.put(id, event.target.checked);
    this.last = run.id;
    this.changed();
  }

  changed() {
    setView({ runs: this.ids.size <= KEPT ? [...this.ids].join(",") : null });
    for (const box of this.page.table.body.querySelectorAll("td.select input"))
      box.checked = this.ids.has(box.value);
    this.page.body.draw();
  }

  draw() {
    const { runs, state } = this.page;
    this.all.checked = runs.size > 0 && [...runs.keys()].every((id) => this.ids.has(id));
    this.all.indeterminate = this.ids.size > 0 && !this.all.checked;
    const unseen = state.isWhole ? [...this.ids].filter((id) => !runs.has(id)).length : 0;
    this.bar.hidden = !this.ids.size;
    const mark = `${[...this.ids].join()} ${unseen} ${state.deleted}`;
    if (this.bar.dataset.mark === mark) return;
    this.bar.dataset.mark = mark;
    const isPair = this.ids.size > 1;
    this.bar.replaceChildren(
      h(
        "span",
        {},
        `${this.ids.size} chosen${unseen ? `, ${unseen} of them not in the table` : ""}`,
      ),
      state.deleted
        ? h(
            "button.button.button-small",
            { dataset: { writes: "" }, onclick: () => this.end(restoreRuns) },
            "Restore",
          )
        : h(
            "button.button.button-small.button-main",
            {
              disabled: !isPair,
              title: isPair ? "" : "Choose two runs or more",
              onclick: () => go(`compare?runs=${[...this.ids].join(",")}`),
            },
            "Compare",
          ),
      ...(state.deleted
        ? []
        : [askingButton("Delete", `Delete ${this.ids.size}?`, () => this.end(deleteRuns))]),
      h("button.button.button-small", { onclick: () => this.clear() }, "Choose none"),
    );
  }

  /** Takes the chosen runs out of the table by `work`, deleteRuns or restoreRuns. */
  async end(work) {
    const { life, runs, body } = this.page;
    // Those of this moment, also where the filter hides them.
    const picked = [...this.ids].map((id) => runs.get(id) ?? { id, name: id.slice(0, 8) });
    // Some may be done where others were refused.
    const isDone = await work(picked);
    if (life.over) return;
    if (!isDone) return body.read();
    for (const { id } of picked) runs.delete(id);
    this.gone.hidden = work !== deleteRuns;
    this.gone.replaceChildren(
      `${many(picked)} deleted. `,
      h(
        "button.button.button-small",
        {
          dataset: { writes: "" },
          onclick: async () => {
            this.gone.hidden = await restoreRuns(picked);
            body.read();
          },
        },
        "Restore",
      ),
    );
    this.clear();
    body.read();
  }
}
