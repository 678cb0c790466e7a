// A form made from a JSON Schema (2020-12): a field for each property, with what the schema says
// of it, and the errors of the service at the fields that they name.
import { h } from "../dom.js";
import * as format from "../format.js";
import { control, isNullable } from "./schema-control.js";

let names = 0;

const escaped = (key) => key.replaceAll("~", "~0").replaceAll("/", "~1");
const defaultsOf = ({ properties }) =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, own]) => own.default !== undefined)
      .map(([key, own]) => [key, own.default]),
  );
const isGroup = (schema) => Boolean(schema.properties || schema.oneOf);

export class SchemaForm {
  /** `onchange()` is called after every change of `value`. */
  constructor(schema, value, onchange) {
    Object.assign(this, { schema, value, onchange });
    this.places = new Map();
    this.element = h("div.schema-form");
    this.draw();
  }

  set(value) {
    this.value = value;
    this.draw();
  }

  draw() {
    this.places.clear();
    const entries = Object.entries(this.schema.properties);
    const single = entries.filter(([, schema]) => !isGroup(schema));
    const groups = entries.filter(([, schema]) => isGroup(schema));
    this.element.replaceChildren(
      this.group("Job", "", single, this.value, ""),
      ...groups
        .sort(([a], [b]) => rank(a) - rank(b))
        .map(([key, schema]) => this.part(key, schema, this.value, "")),
    );
  }

  /** A property that is an object, or one of several. */
  part(key, schema, parent, path) {
    const pointer = `${path}/${escaped(key)}`;
    if (isNullable(schema)) return this.optional(key, schema, parent, pointer);
    if (!schema.oneOf)
      return this.group(
        format.words(key),
        schema.description,
        Object.entries(schema.properties),
        (parent[key] ??= {}),
        pointer,
      );
    // Each variant has its own fields, and a word that tells which it is.
    const variants = schema.oneOf
      .map((one) => {
        const [name, word] =
          Object.entries(one.properties ?? {}).find(
            ([, own]) => own.const !== undefined || own.enum?.length === 1,
          ) ?? [];
        return { name, word: word?.const ?? word?.enum?.[0], schema: one };
      })
      .filter(({ name }) => name);
    const holder = h("div.schema-group");
    const draw = () => {
      const chosen = variants.find(({ name, word }) => parent[key]?.[name] === word) ?? variants[0];
      const select = h(
        "select.field",
        {
          onchange: () => {
            parent[key] = { [chosen.name]: select.value };
            draw();
            this.onchange();
          },
        },
        variants.map(({ word }) => h("option", { value: word }, word)),
      );
      select.value = chosen.word;
      const rest = Object.entries(chosen.schema.properties).filter(
        ([name]) => name !== chosen.name,
      );
      const which = this.field(`${pointer}/${escaped(chosen.name)}`, chosen.name, {}, select);
      holder.replaceChildren(
        this.group(
          format.words(key),
          schema.description,
          rest,
          (parent[key] ??= { [chosen.name]: chosen.word }),
          pointer,
          which,
        ),
      );
      // What is wrong with the whole is mostly that it is this one.
      this.places.set(pointer, this.places.get(`${pointer}/${escaped(chosen.name)}`));
    };
    draw();
    return holder;
  }

  /** A property that is an object or null: a box to tick, and fields once it is ticked. */
  optional(key, schema, parent, pointer) {
    const holder = h("div.schema-group");
    const draw = () => {
      const box = h("input", {
        type: "checkbox",
        checked: parent[key] != null,
        onchange: () => {
          parent[key] = box.checked ? defaultsOf(schema) : null;
          draw();
          this.onchange();
        },
      });
      const entries = parent[key] == null ? [] : Object.entries(schema.properties);
      holder.replaceChildren(
        this.group(
          format.words(key),
          schema.description,
          entries,
          parent[key] ?? {},
          pointer,
          this.field(pointer, "use", {}, box),
        ),
      );
    };
    draw();
    return holder;
  }

  group(title, description, entries, value, path, ...first) {
    return h(
      "fieldset.panel.schema-group",
      {},
      h("legend", {}, title),
      description && h("p.hint", {}, description),
      h(
        "div.schema-fields",
        {},
        first,
        entries
          .sort(([a], [b]) => rank(a) - rank(b))
          .map(([key, schema]) =>
            isGroup(schema)
              ? this.part(key, schema, value, path)
              : this.leaf(key, schema, value, path),
          ),
      ),
    );
  }

  leaf(key, schema, parent, path) {
    const write = (next) => {
      parent[key] = next;
      this.onchange();
    };
    return this.field(`${path}/${escaped(key)}`, key, schema, control(schema, parent[key], write));
  }

  field(pointer, key, schema, input) {
    const id = `field-${++names}`;
    const error = h("p.field-error", { id: `${id}-error` });
    const hint = [schema.description, rangeOf(schema)].filter(Boolean).join(" ");
    // A group of boxes, each of which has a label, is named as a whole.
    const isBoxes = input.matches(".checks");
    // Names of jobs and folders are long, and differ at their ends.
    const isWide = isBoxes || input.matches("textarea") || /^\/(name|dataset\/path)$/.test(pointer);
    input.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
    if (isBoxes) input.setAttribute("aria-labelledby", id);
    else input.id = id;
    this.places.set(pointer, { input: input.querySelector("input") ?? input, error });
    return h(
      isWide ? "div.schema-field.wide" : "div.schema-field",
      {},
      h("label", isBoxes ? { id } : { htmlFor: id }, format.words(key)),
      input,
      error,
      h("p.hint", { id: `${id}-hint` }, hint),
    );
  }

  /** Shows errors [{pointer, detail}] at their fields; answers those that have no field. */
  mark(errors) {
    for (const { input, error } of this.places.values()) {
      input.removeAttribute("aria-invalid");
      error.textContent = "";
    }
    let first = null;
    const rest = errors.filter(({ pointer, detail }) => {
      let path = pointer;
      while (path && !this.places.has(path)) path = path.slice(0, path.lastIndexOf("/"));
      const place = this.places.get(path);
      if (!place) return true;
      place.input.setAttribute("aria-invalid", "true");
      place.error.textContent = detail;
      first ??= place.input;
      return false;
    });
    first?.focus();
    return rest;
  }
}

function rangeOf({ minimum, maximum, exclusiveMinimum }) {
  const from = minimum ?? exclusiveMinimum;
  // Where nobody comes near the upper bound it says nothing.
  return from === undefined || maximum === undefined || maximum >= 1e6
    ? ""
    : `${format.number(from)} to ${format.number(maximum)}.`;
}

// What is changed most often comes first; the schema's own order is that of the alphabet.
const ORDER = [
  "name",
  "method",
  "experiment",
  "dataset",
  "model",
  "quantizer",
  "weightBits",
  "activationBits",
  "firstLastBits",
  "epochs",
  "batchSize",
  "seed",
  "priority",
  "precision",
  "optimizer",
  "schedule",
  "start",
  "distillation",
  "learningRate",
];
const rank = (key) => ORDER.indexOf(key) + 1 || ORDER.length + 1;
