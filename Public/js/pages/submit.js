// Makes a job: a form from the schema of the service, or the spec as JSON.
import { get, post, schemaOf } from "../api.js";
import { segmented } from "../components/controls.js";
import { JSONEditor } from "../components/json-editor.js";
import { SchemaForm } from "../components/schema-form.js";
import { loadingState, problemState } from "../components/states.js";
import { h } from "../dom.js";
import { go, setView, view } from "../router.js";

export function open(root, life) {
  document.title = "New job \u00b7 Staircase";
  const from = view("from");
  const start = () => {
    root.replaceChildren(loadingState("the defaults"));
    Promise.all([from ? get(`/jobs/${from}`, life.signal).then((job) => job.spec) : get("/spec-defaults", life.signal), schemaOf("JobSpec", life.signal).catch(() => null)]).then(
      ([spec, schema]) => life.over || show(root, spec, schema, from),
      (error) => life.over || root.replaceChildren(problemState(error, start)));
  };
  start();
}

function show(root, spec, schema, from) {
  let mode = view("as") === "json" || !schema ? "json" : "form";
  const summary = h("div.errors", { role: "alert", hidden: true });
  const submit = h("button.button.button-main", { type: "submit" }, "Submit");
  const form = new SchemaForm(schema ?? { properties: {} }, spec, () => tell([]));
  const editor = new JSONEditor("Spec of the job", () => {
    const { error } = editor.parse();
    submit.disabled = mode === "json" && Boolean(error);
    tell(error ? [{ pointer: "", detail: `This is not valid JSON yet: ${error}` }] : []);
  });

  function choose(next) {
    if (next === "form") {
      const { value } = editor.parse();
      if (value) form.set(value);
    } else editor.text = JSON.stringify(form.value, null, 2);
    mode = next;
    form.element.hidden = mode !== "form";
    editor.element.hidden = mode === "form";
    submit.disabled = false;
  }

  function tell(errors, title) {
    summary.hidden = !errors.length;
    summary.replaceChildren(...(title ? [h("h3", {}, title)] : []), ...errors.map(({ pointer, detail }) =>
      (mode === "json" && pointer
        ? h("button", { onclick: () => editor.select(pointer) }, h("code", {}, `line ${editor.lineOf(pointer)} \u00b7 ${pointer}`), detail)
        : h("p", {}, pointer && h("code", {}, pointer), detail))));
  }

  const element = h("form.submit", { noValidate: true, onsubmit: async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const job = await post("/jobs", mode === "json" ? editor.text : JSON.stringify(form.value));
      go(`jobs/${job.id}`);
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
  } }, form.element, editor.element, h("div.submit-bar", {}, summary, submit));
  root.replaceChildren(
    h("div.page-head", {}, h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs")), h("h1", {}, from ? `Clone of ${spec.name}` : "New job"),
      h("div.actions", {}, schema && segmented("How to write it", [["form", "Form"], ["json", "JSON"]], mode, (next) => {
        setView({ as: next === "json" ? "json" : null });
        choose(next);
      }))),
    element);
  choose(mode === "json" ? "json" : "form");
}
