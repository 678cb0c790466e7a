// The control that a property of a JSON Schema is written with: a list, boxes, a field or JSON.
import { h } from "../dom.js";
import { check } from "./controls.js";

const typesOf = (schema) => [schema.type ?? (schema.anyOf ?? []).map((one) => one.type)].flat(2);

export const isNullable = (schema) => typesOf(schema).includes("null");

/** `write(value)` is called with what was chosen or typed, also if it is not what the schema asks for. */
export function control(schema, value, write) {
  const types = typesOf(schema);
  if (schema.enum) return choice(schema.enum, value, write);
  if (types.includes("boolean"))
    return h("input", {
      type: "checkbox",
      checked: value,
      onchange: (event) => write(event.target.checked),
    });
  if (schema.items?.enum) return boxes(schema.items.enum, value, write);
  if (types.includes("integer") || types.includes("number"))
    return numberField(isNullable(schema), value, write);
  if (types.includes("string")) return textField(schema, value, write);
  if (schema.items) return listField(value, write);
  // Free keys, and whatever else has no field of its own.
  return jsonField(value, write);
}

function choice(words, value, write) {
  const select = h(
    "select.field",
    { onchange: () => write(JSON.parse(select.value)) },
    words.map((word) =>
      h("option", { value: JSON.stringify(word) }, word === null ? "none" : String(word)),
    ),
  );
  select.value = JSON.stringify(value ?? null);
  return select;
}

function boxes(words, value, write) {
  const chosen = new Set(value);
  const toggle = (word, on) => {
    if (on) chosen.add(word);
    else chosen.delete(word);
    write(words.filter((other) => chosen.has(other)));
  };
  return h(
    "div.checks",
    { role: "group" },
    words.map((word) => check(word, chosen.has(word), (on) => toggle(word, on))),
  );
}

/** Text, so that what was typed wrong is still there when the service says so. */
const numberField = (nullable, value, write) =>
  h("input.field", {
    type: "text",
    inputMode: "decimal",
    value: value ?? "",
    placeholder: nullable ? "none" : "",
    oninput: ({ target }) => {
      const text = target.value.trim();
      if (text === "" && nullable) write(null);
      else write(text !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
    },
  });

function textField(schema, value, write) {
  const nullable = isNullable(schema);
  return h("input.field", {
    type: "text",
    value: value ?? "",
    placeholder: schema.examples?.[0] ?? (nullable ? "none" : ""),
    oninput: ({ target }) => write(target.value === "" && nullable ? null : target.value),
  });
}

const listField = (value, write) =>
  h("input.field", {
    type: "text",
    value: (value ?? []).join(", "),
    placeholder: "none",
    oninput: ({ target }) =>
      write(
        target.value
          .split(",")
          .map((word) => word.trim())
          .filter(Boolean),
      ),
  });

/** What is no JSON goes as text, which the service refuses at its field. */
const jsonField = (value, write) =>
  h("textarea.field.mono", {
    rows: 2,
    spellcheck: false,
    value: JSON.stringify(value ?? null),
    oninput: ({ target }) => {
      try {
        write(JSON.parse(target.value));
      } catch {
        write(target.value);
      }
    },
  });
