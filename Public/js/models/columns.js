// Points as columns, {step: [], value: [], ...}: how the answers of the service become them, and how
// more of them are kept of a part.
import { real } from "../format.js";
import { thin } from "./series.js";

/** What a quantizer records beside its step. */
export const QUANTITIES = [
  "stepSize",
  "gradient",
  "updateRatio",
  "mse",
  "clippedLow",
  "clippedHigh",
  "oscillation",
];

export const noPoints = () => Object.fromEntries(["step", ...QUANTITIES].map((name) => [name, []]));

/** Columns of [step, value, time] each. */
export const columnsOf = (points) => ({
  step: points.map((point) => point[0]),
  value: points.map((point) => real(point[1])),
  time: points.map((point) => point[2]),
});

/** Columns with their NaN and infinities, which JSON writes as strings. */
export const numbersOf = (columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.map(real)]));

/** How many points lie from one step to another. */
export const countWithin = ({ step }, [from, to]) =>
  step.reduce((count, at) => count + (at >= from && at <= to ? 1 : 0), 0);

/** The columns with these in place of what they have from one step to another; of what lies before and after at most `most` points each. */
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

const slice = (columns, from, to) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.slice(from, to)]),
  );
