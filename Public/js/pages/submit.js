// Makes a job: the spec as JSON, the fields that change most often beside it.
import { get, post } from "../api.js";
import { JSONEditor } from "../components/json-editor.js";
import { loadingState, problemState } from "../components/states.js";
import { h } from "../dom.js";
import { go, view } from "../router.js";

const QUICK = [
  ["Name", ["name"], "text", true], ["Experiment", ["experiment"], "text", true],
  ["Model", ["model", "name"], "text"], ["Method", ["quantizer", "method"], "text"],
  ["Weight bits", ["quantizer", "weightBits"], "number"], ["Activation bits", ["quantizer", "activationBits"], "number"],
  ["Epochs", ["epochs"], "number"], ["Batch size", ["batchSize"], "number"],
  ["Learning rate", ["optimizer", "learningRate"], "number"], ["Weight decay", ["optimizer", "weightDecay"], "number"],
  ["Seed", ["seed"], "number"], ["Priority", ["priority"], "number"],
];

export function open(root) {
  document.title = "New job \u00b7 Staircase";
  let left = false;
  const from = view("from");
  const load = () => {
    root.replaceChildren(loadingState("the defaults"));
    (from ? get(`/jobs/${from}`).then((job) => job.spec) : get("/spec-defaults")).then(
      (spec) => left || show(root, spec, from),
      (error) => left || root.replaceChildren(problemState(error, load)));
  };
  load();
  return () => {
    left = true;
  };
}

function show(root, spec, from) {
  const errors = h("div.errors", { role: "alert" });
  const panel = h("div.panel.panel-pad", { hidden: true }, errors);
  const submit = h("button.button.button-main", { type: "submit" }, "Submit");
  const editor = new JSONEditor("Spec of the job", () => readBack());
  const fields = QUICK.filter(([, path]) => at(spec, path) !== undefined).map(([label, path, type, wide]) => {
    const input = h("input.field", { type: type === "number" ? "text" : type, inputMode: type === "number" ? "decimal" : "text", oninput: () => write(path, type, input.value) });
    return { path, input, element: h(wide ? "label.wide" : "label", {}, label, input) };
  });

  function write(path, type, text) {
    const { value } = editor.parse();
    if (!value) return;
    const number = Number(text);
    const parent = at(value, path.slice(0, -1));
    if (!parent || typeof parent !== "object") return;
    parent[path[path.length - 1]] = type === "number" && text.trim() && Number.isFinite(number) ? number : text;
    editor.text = JSON.stringify(value, null, 2);
  }

  function readBack() {
    const { value, error } = editor.parse();
    submit.disabled = Boolean(error);
    tell(error ? [{ pointer: "", detail: `This is not valid JSON yet: ${error}` }] : []);
    for (const { path, input } of fields) {
      const now = value === undefined ? undefined : at(value, path);
      input.disabled = now === undefined;
      if (document.activeElement !== input) input.value = now ?? "";
    }
  }

  function tell(list, title) {
    panel.hidden = !list.length;
    errors.replaceChildren(...(title ? [h("h3", {}, title)] : []), ...list.map(({ pointer, detail }) =>
      h("button", { type: "button", onclick: () => editor.select(pointer) },
        pointer && h("code", {}, `line ${editor.lineOf(pointer)} \u00b7 ${pointer}`), detail)));
  }

  const form = h("form.submit", { onsubmit: async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const job = await post("/jobs", editor.text);
      go(`jobs/${job.id}`);
    } catch (problem) {
      submit.disabled = false;
      editor.mark(problem.errors ?? []);
      tell(problem.errors?.length ? problem.errors : [{ pointer: "", detail: problem.message }], "The service did not take this spec");
      errors.querySelector("button")?.focus();
    }
  } }, editor.element, h("div.submit-side", {}, panel,
    h("div.panel.panel-pad", {}, h("div.quick", {}, fields.map((field) => field.element))),
    submit));
  root.replaceChildren(
    h("div.page-head", {}, h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs")), h("h1", {}, from ? `Clone of ${spec.name}` : "New job"),
      h("p.muted", {}, "Every key but dataset and model may be left out; the rest then has the value shown here.")),
    form);
  editor.text = JSON.stringify(spec, null, 2);
}

const at = (value, path) => path.reduce((node, key) => node?.[key], value);
