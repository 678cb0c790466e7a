// A zoomed range has few of the points that are drawn of a whole run: more of them are asked for, with
// a margin, and put in their place.
import { thin } from "./series.js";

/**
 * Whether columns have too few points to draw a range of steps with, and more of it were not asked
 * for; `known`: what was, as `widened` gave it.
 */
export function isPoor(columns, known, [from, to], few) {
  const isKnown =
    known &&
    known.from <= from &&
    known.to >= to &&
    (known.isWhole || to - from > 0.7 * known.width);
  return !isKnown && Boolean(columns) && countWithin(columns, from, to) < few;
}

/** What to ask for: a range with a margin for what is panned to next. */
export const widened = ([from, to]) => ({
  from: Math.floor(from - (to - from) / 2),
  to: Math.ceil(to + (to - from) / 2),
  width: to - from,
});

export const rangeQuery = ({ from, to }) => `&fromStep=${from}&toStep=${to}`;

/**
 * The columns with `detail` in place of what they have from one step to another; of what lies before
 * and after at most `most` points each, thinned by the column `by`.
 */
export function withDetail(columns, detail, { from, to }, by, most) {
  const first = columns.step.filter((step) => step < from).length;
  const end = columns.step.filter((step) => step <= to).length;
  const parts = [slice(columns, 0, first), detail, slice(columns, end)];
  for (const rest of [0, 2])
    while (parts[rest].step.length > most) parts[rest] = thin(parts[rest], by, most);
  return Object.fromEntries(
    Object.keys(columns).map((name) => [name, parts.flatMap((part) => part[name])]),
  );
}

const countWithin = ({ step }, from, to) =>
  step.reduce((count, at) => count + (at >= from && at <= to ? 1 : 0), 0);

const slice = (columns, from, to) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.slice(from, to)]),
  );
