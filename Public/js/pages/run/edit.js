// A menu that changes a run's name, its note and its tags.
import { patch } from "../../api.js";
import { attempt } from "../../components/controls.js";
import { menu } from "../../components/menu.js";
import { h } from "../../dom.js";
import { NOTE } from "../../models/tags.js";

/** `changed(run)` is told what the service keeps now. */
export function editMenu(context, changed) {
  return menu("Edit", (panel) => {
    const { run } = context;
    const name = h("input.field", { value: run.name, required: true, maxLength: 250 });
    const note = h("textarea.field.prose", {
      value: run.tags[NOTE] ?? "",
      rows: 4,
      maxLength: 8000,
    });
    const tags = h("textarea.field", {
      value: editable(run.tags).map(lineOf).join("\n"),
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
            const change = difference(run, name.value.trim(), note.value.trim(), tags.value);
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
        h("label", {}, "Note", note),
        h("label", {}, "Tags, one a line", tags),
        problem,
        submit,
      ),
    );
  });
}

const lineOf = ([key, value]) => `${key} = ${value}`;

/** [key, value] of a line; null if it has none. */
function tagOf(line) {
  const [key, ...value] = line.split("=");
  return value.length && key.trim() ? [key.trim(), value.join("=").trim()] : null;
}

/** The tags that a line can hold: not one whose value has several, and not the note. */
const editable = (tags) =>
  Object.entries(tags).filter((tag) => {
    if (tag[0] === NOTE) return false;
    const line = lineOf(tag);
    const [key, value] = tagOf(line) ?? [];
    return !/[\r\n]/.test(line) && key === tag[0] && value === tag[1];
  });

/**
 * What PATCH needs to make the run so: tags that are gone become null, those that no line can hold stay
 * as they are. {problem} if a line says nothing.
 */
function difference(run, name, note, lines) {
  const wanted = new Map();
  for (const line of lines.split("\n").filter((line) => line.trim())) {
    const tag = tagOf(line);
    if (!tag) return { problem: `\u201c${line.trim()}\u201d should be key = value.` };
    if (tag[0] === NOTE) return { problem: "The note has a field of its own." };
    wanted.set(...tag);
  }
  const gone = editable(run.tags)
    .filter(([key]) => !wanted.has(key))
    .map(([key]) => [key, null]);
  const set = [...wanted].filter(([key, value]) => run.tags[key] !== value);
  if (note !== (run.tags[NOTE] ?? "")) set.push([NOTE, note || null]);
  return { ...(name !== run.name && { name }), tags: Object.fromEntries([...gone, ...set]) };
}
