// A text area for JSON with line numbers and marks at lines with errors.
import { h } from "../dom.js";
import { locate, placeOf } from "../models/json-lines.js";

export class JSONEditor {
  constructor(label, onchange) {
    this.onchange = onchange;
    this.gutter = h("div.gutter", { "aria-hidden": "true" });
    this.area = h("textarea", {
      "aria-label": label,
      spellcheck: false,
      wrap: "off",
      autocapitalize: "off",
    });
    this.element = h("div.panel.editor", {}, this.gutter, this.area);
    this.area.addEventListener("input", () => {
      this.mark([]);
      onchange();
    });
  }

  get text() {
    return this.area.value;
  }

  set text(value) {
    this.area.value = value;
    this.mark([]);
    this.onchange();
  }

  /** What the text says, or why it says nothing. */
  parse() {
    try {
      return { value: JSON.parse(this.text) };
    } catch (error) {
      return { error: error.message };
    }
  }

  /** Marks the lines of errors: [{pointer}]. */
  mark(errors) {
    const count = this.text.split("\n").length;
    this.area.rows = count;
    this.places = this.parse().value === undefined ? new Map() : locate(this.text);
    const bad = new Set(errors.map((error) => placeOf(this.places, error.pointer).line));
    this.gutter.replaceChildren(
      ...Array.from({ length: count }, (_, line) =>
        h(bad.has(line) ? "span.bad" : "span", {}, String(line + 1)),
      ),
    );
  }

  /** An error in words; one at a place leads there. */
  wordsOf({ pointer, detail }) {
    if (!pointer) return h("p", {}, detail);
    const line = placeOf(this.places, pointer).line + 1;
    return h(
      "button",
      { onclick: () => this.select(pointer) },
      h("code", {}, `line ${line} \u00b7 ${pointer}`),
      detail,
    );
  }

  /** Puts the cursor where parsing ended, if the browser's words tell where. */
  focus(error) {
    const place = Number(/position (\d+)/.exec(error)?.[1] ?? 0);
    this.area.focus();
    this.area.setSelectionRange(place, place);
  }

  /** Selects the value that a pointer names. */
  select(pointer) {
    const { start, end } = placeOf(this.places, pointer);
    this.area.focus();
    this.area.setSelectionRange(start, end);
  }
}
