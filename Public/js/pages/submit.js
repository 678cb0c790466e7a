// Makes a job: a form from the schema of the service, or the spec as JSON.
import { get, post, schemaOf } from "../api.js";
import { segmented } from "../components/controls.js";
import { JSONEditor } from "../components/json-editor.js";
import { SchemaForm } from "../components/schema-form.js";
import { loadingState, problemState } from "../components/states.js";
import { h } from "../dom.js";
import { draftOf } from "../models/draft.js";
import { go, setView, view } from "../router.js";

export function open(root, life) {
  document.title = "New job \u00b7 Staircase";
  const from = view("from");
  const start = () => {
    root.replaceChildren(loadingState("the defaults"));
    Promise.all([from ? get(`/jobs/${from}`, life.signal).then((job) => job.spec) : get("/spec-defaults", life.signal), schemaOf("JobSpec", life.signal).catch(() => null)]).then(
      ([spec, schema]) => life.over || show(root, life, spec, schema, from),
      (error) => life.over || root.replaceChildren(problemState(error, start)));
  };
  start();
}

function show(root, life, spec, schema, from) {
  const draft = draftOf(`job ${from ?? ""}`);
  const kept = draft.read();
  let mode = view("as") === "json" || kept?.text || !schema ? "json" : "form";
  const summary = h("div.errors", { role: "alert", hidden: true });
  const submit = h("button.button.button-main", { type: "submit", dataset: { writes: "" } }, "Submit");
  const form = new SchemaForm(schema ?? { properties: {} }, structuredClone(kept?.value ?? spec), () => {
    tell([]);
    keep();
  });
  const editor = new JSONEditor("Spec of the job", () => {
    const { error } = editor.parse();
    submit.disabled = mode === "json" && Boolean(error);
    tell(error ? [notYet(error)] : []);
    if (mode === "json") keep();
  });
  let isOpen = false;
  const keep = () => isOpen && draft.write(mode === "json" ? { text: editor.text } : { value: form.value });

  /** Shows the form or the JSON; stays in JSON that says no object, which the form could not keep. */
  function choose(next) {
    if (next === "form") {
      const { value, error } = editor.parse();
      if (!isObject(value)) {
        modes.querySelector("[value=json]").checked = true;
        tell([error ? notYet(error) : { pointer: "", detail: "A spec is an object: { \u2026 }" }]);
        return editor.focus(error);
      }
      form.set(value);
    } else editor.text = JSON.stringify(form.value, null, 2);
    mode = next;
    setView({ as: next === "json" ? "json" : null });
    draw();
  }

  function draw() {
    form.element.hidden = mode !== "form";
    editor.element.hidden = mode === "form";
    submit.disabled = mode === "json" && !isObject(editor.parse().value);
  }

  function tell(errors, title) {
    summary.hidden = !errors.length;
    summary.replaceChildren(...(title ? [h("h3", {}, title)] : []), ...errors.map(({ pointer, detail }) =>
      (mode === "json" && pointer
        ? h("button", { onclick: () => editor.select(pointer) }, h("code", {}, `line ${editor.lineOf(pointer)} \u00b7 ${pointer}`), detail)
        : h("p", {}, pointer && h("code", {}, pointer), detail))));
  }

  async function send() {
    submit.disabled = true;
    try {
      const job = await post("/jobs", mode === "json" ? editor.text : JSON.stringify(form.value));
      draft.remove();
      if (!life.over) go(`jobs/${job.id}`);
    } catch (problem) {
      const errors = problem.errors?.length ? problem.errors : [{ pointer: "", detail: problem.message }];
      const title = "The service did not take this spec";
      if (mode === "json") {
        editor.mark(problem.errors ?? []);
        tell(errors, title);
        summary.querySelector("button")?.focus();
      } else {
        const rest = form.mark(errors);
        tell(rest.length ? rest : [{ pointer: "", detail: `${errors.length === 1 ? "One field is" : `${errors.length} fields are`} wrong: see there.` }], title);
      }
    } finally {
      submit.disabled = false;
    }
  }

  const element = h("form.submit", {
    noValidate: true,
    onsubmit: (event) => {
      event.preventDefault();
      send();
    },
    onkeydown: (event) => {
      const isWanted = event.ctrlKey || event.metaKey;
      // Enter in a field only ends that field: a job of hours is not begun by it.
      if (event.key !== "Enter" || !(isWanted || event.target.matches("input"))) return;
      event.preventDefault();
      if (isWanted && !submit.disabled) send();
    },
  }, form.element, editor.element, h("div.submit-bar", {}, summary, submit));
  const modes = segmented("How to write it", [["form", "Form"], ["json", "JSON"]], mode, choose);
  const restored = h("p.notice", { role: "status", hidden: !kept }, "What you wrote here before is back. ", h("button.button.button-small", { onclick: () => {
    draft.remove();
    form.set(structuredClone(spec));
    editor.text = JSON.stringify(spec, null, 2);
    draft.remove();
    restored.hidden = true;
  } }, "Start anew"));
  root.replaceChildren(
    h("div.page-head", {}, h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs")), h("h1", {}, from ? `Clone of ${spec.name}` : "New job"),
      h("div.actions", {}, schema && modes), restored),
    element);
  editor.text = kept?.text ?? JSON.stringify(form.value, null, 2);
  isOpen = true;
  draw();
}

const notYet = (error) => ({ pointer: "", detail: `This is not valid JSON yet: ${error}` });

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
