// A menu that changes a run's name and its tags.
import { patch } from "../../api.js";
import { attempt } from "../../components/controls.js";
import { menu } from "../../components/menu.js";
import { h } from "../../dom.js";

/** `changed(run)` is told what the service keeps now. */
export function editMenu(context, changed) {
  return menu("Edit", (panel) => {
    const { run } = context;
    const name = h("input.field", { value: run.name, required: true, maxLength: 250 });
    const tags = h("textarea.field", {
      value: text(run.tags),
      rows: 5,
      spellcheck: false,
      placeholder: "key = value",
    });
    const problem = h("p.field-error", { role: "alert" });
    const submit = h("button.button.button-main", { type: "submit" }, "Save");
    panel.append(
      h(
        "form.edit",
        {
          onsubmit: async (event) => {
            event.preventDefault();
            const change = difference(run, name.value.trim(), tags.value);
            problem.textContent = change.problem ?? "";
            if (change.problem) return;
            submit.disabled = true;
            const now = await attempt(
              () => patch(`/runs/${run.id}`, JSON.stringify(change)),
              "Saved",
            );
            submit.disabled = false;
            if (!now) return;
            panel.hidePopover();
            changed(now);
          },
        },
        h("label", {}, "Name", name),
        h("label", {}, "Tags, one a line", tags),
        problem,
        submit,
      ),
    );
  });
}

const text = (tags) =>
  Object.entries(tags)
    .map(([key, value]) => `${key} = ${value}`)
    .join("\n");

/** What PATCH needs to make the run so: tags that are gone become null. {problem} if a line says nothing. */
function difference(run, name, lines) {
  const wanted = new Map();
  for (const line of lines.split("\n").filter((line) => line.trim())) {
    const [key, ...value] = line.split("=");
    if (!value.length || !key.trim())
      return { problem: `\u201c${line.trim()}\u201d should be key = value.` };
    wanted.set(key.trim(), value.join("=").trim());
  }
  const gone = Object.keys(run.tags)
    .filter((key) => !wanted.has(key))
    .map((key) => [key, null]);
  const set = [...wanted].filter(([key, value]) => run.tags[key] !== value);
  return { ...(name !== run.name && { name }), tags: Object.fromEntries([...gone, ...set]) };
}
