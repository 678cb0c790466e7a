// The parameters by which the compared runs differ.
import { isVoid } from "../../models/parameters.js";
import { columnOf } from "../runs/columns.js";

/** Every parameter that some run has. */
export const namesOf = (items) =>
  [...new Set(items.flatMap(({ run }) => Object.keys(run.parameters)))].sort();

/** The values of a parameter, those of runs for which it means nothing left out. */
export const valuesOf = (items, name) =>
  new Set(items.filter(({ run }) => !isVoid(run, name)).map(({ run }) => run.parameters[name]));

export const differing = (items) => namesOf(items).filter((name) => valuesOf(items, name).size > 1);

/** A column of the table of runs as it tells runs apart: without values that mean nothing. */
export function tellingColumn(id) {
  const column = columnOf(id);
  const name = id.replace(/^param:/, "");
  return { ...column, value: (run) => (isVoid(run, name) ? null : column.value(run)) };
}
