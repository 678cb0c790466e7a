// What cells of several tables share: a name that leads somewhere, and how long ago something was.
import { h } from "../dom.js";
import * as format from "../format.js";

const TAIL = 12;

/**
 * A name that leads to `href`. Where it is too long its middle is left out, up to a whole word: names
 * of a grid differ at their ends.
 */
export function nameLink(href, name) {
  const { length } = name;
  const word = name.lastIndexOf(" ", length - TAIL) + 1;
  const at = length <= 2 * TAIL ? length : word > length - 2 * TAIL ? word : length - TAIL;
  return h(
    "a.name.cut",
    { href, title: name },
    h("span.cut-head", {}, name.slice(0, at)),
    h("span.cut-tail", {}, name.slice(at)),
  );
}

/** A moment to the second. */
export const moment = (time) =>
  time
    ? new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" })
    : "";

/** A column that tells how long ago something was, and the moment where it is pointed at. */
export const agoColumn = (id, label, time, more = {}) => ({
  id,
  label,
  class: "end",
  value: time,
  text: (row) => format.ago(time(row)),
  tip: (row) => moment(time(row)),
  ...more,
});
