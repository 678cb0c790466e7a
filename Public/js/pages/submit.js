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
    Promise.all([
      from
        ? get(`/jobs/${from}`, life.signal).then((job) => job.spec)
        : get("/spec-defaults", life.signal),
      schemaOf("JobSpec", life.signal).catch(() => null),
    ]).then(
      ([spec, schema]) => life.over || show(root, life, spec, schema, from),
      (error) => life.over || root.replaceChildren(problemState(error, start)),
    );
  };
  start();
}

function show(root, life, spec, schema, from) {
  const writer = new SpecWriter(life, { spec, schema, draft: draftOf(`job ${from ?? ""}`) });
  root.replaceChildren(
    h(
      "div.page-head",
      {},
      h("p.crumb", {}, h("a", { href: "#/jobs" }, "Jobs")),
      h("h1", {}, from ? `Clone of ${spec.name}` : "New job"),
      h("div.actions", {}, schema && writer.modes),
      writer.restored,
    ),
    writer.element,
  );
}

/** A spec as a form and as JSON, one of which is shown; what was written is kept as a draft. */
class SpecWriter {
  constructor(life, { spec, schema, draft }) {
    Object.assign(this, { life, draft, isOpen: false });
    const kept = draft.read();
    this.mode = view("as") === "json" || kept?.text || !schema ? "json" : "form";
    this.summary = h("div.errors", { role: "alert", hidden: true });
    this.submit = h(
      "button.button.button-main",
      { type: "submit", dataset: { writes: "" } },
      "Submit",
    );
    this.form = new SchemaForm(
      schema ?? { properties: {} },
      structuredClone(kept?.value ?? spec),
      () => {
        this.tell([]);
        this.keep();
      },
    );
    this.editor = new JSONEditor("Spec of the job", () => this.edited());
    this.modes = segmented(
      "How to write it",
      [
        ["form", "Form"],
        ["json", "JSON"],
      ],
      this.mode,
      (mode) => this.choose(mode),
    );
    this.restored = h(
      "p.notice",
      { role: "status", hidden: !kept },
      "What you wrote here before is back. ",
      h("button.button.button-small", { onclick: () => this.restart(spec) }, "Start anew"),
    );
    this.element = h(
      "form.submit",
      {
        noValidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
        onkeydown: (event) => this.press(event),
      },
      this.form.element,
      this.editor.element,
      h("div.submit-bar", {}, this.summary, this.submit),
    );
    this.editor.text = kept?.text ?? JSON.stringify(this.form.value, null, 2);
    this.isOpen = true;
    this.draw();
  }

  keep() {
    if (this.isOpen)
      this.draft.write(
        this.mode === "json" ? { text: this.editor.text } : { value: this.form.value },
      );
  }

  /** Forgets what was written. */
  restart(spec) {
    this.form.set(structuredClone(spec));
    this.editor.text = JSON.stringify(spec, null, 2);
    this.draft.remove();
    this.restored.hidden = true;
  }

  edited() {
    const { error } = this.editor.parse();
    this.submit.disabled = this.mode === "json" && Boolean(error);
    this.tell(error ? [notYet(error)] : []);
    if (this.mode === "json") this.keep();
  }

  /** Shows the form or the JSON; stays in JSON that says no object, which the form could not keep. */
  choose(mode) {
    if (mode === "form") {
      const { value, error } = this.editor.parse();
      if (!isObject(value)) {
        this.modes.querySelector("[value=json]").checked = true;
        this.tell([
          error ? notYet(error) : { pointer: "", detail: "A spec is an object: { \u2026 }" },
        ]);
        return this.editor.focus(error);
      }
      this.form.set(value);
    } else this.editor.text = JSON.stringify(this.form.value, null, 2);
    this.mode = mode;
    setView({ as: mode === "json" ? "json" : null });
    this.draw();
  }

  draw() {
    this.form.element.hidden = this.mode !== "form";
    this.editor.element.hidden = this.mode === "form";
    this.submit.disabled = this.mode === "json" && !isObject(this.editor.parse().value);
  }

  tell(errors, title) {
    const line = (error) =>
      this.mode === "json"
        ? this.editor.wordsOf(error)
        : h("p", {}, error.pointer && h("code", {}, error.pointer), error.detail);
    this.summary.hidden = !errors.length;
    this.summary.replaceChildren(...(title ? [h("h3", {}, title)] : []), ...errors.map(line));
  }

  press(event) {
    const isWanted = event.ctrlKey || event.metaKey;
    // Enter in a field only ends that field: a job of hours is not begun by it.
    if (event.key !== "Enter" || !(isWanted || event.target.matches("input"))) return;
    event.preventDefault();
    if (isWanted && !this.submit.disabled) this.send();
  }

  async send() {
    this.submit.disabled = true;
    try {
      const job = await post(
        "/jobs",
        this.mode === "json" ? this.editor.text : JSON.stringify(this.form.value),
      );
      this.draft.remove();
      if (!this.life.over) go(`jobs/${job.id}`);
    } catch (problem) {
      this.refused(problem);
    } finally {
      this.submit.disabled = false;
    }
  }

  /** Shows what the service said: at the lines or at the fields that it is about. */
  refused(problem) {
    const errors = problem.errors?.length
      ? problem.errors
      : [{ pointer: "", detail: problem.message }];
    const title = "The service did not take this spec";
    if (this.mode === "json") {
      this.editor.mark(problem.errors ?? []);
      this.tell(errors, title);
      this.summary.querySelector("button")?.focus();
      return;
    }
    const rest = this.form.mark(errors);
    this.tell(
      rest.length
        ? rest
        : [
            {
              pointer: "",
              detail: `${errors.length === 1 ? "One field is" : `${errors.length} fields are`} wrong: see there.`,
            },
          ],
      title,
    );
  }
}

const notYet = (error) => ({ pointer: "", detail: `This is not valid JSON yet: ${error}` });

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
