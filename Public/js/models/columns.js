// Points as columns, {step: [], value: [], ...}: how the answers of the service become them.
import { real } from "../format.js";

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

/**
 * Columns with their NaN and infinities, which JSON writes as strings. A quantity that is never a number
 * was not recorded: another program may tell its step sizes alone.
 */
export const numbersOf = (columns) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => {
      const numbers = values.map(real);
      return [name, numbers.every(Number.isNaN) ? numbers.map(() => null) : numbers];
    }),
  );

/** The next value of such a column: null if what came before was not recorded and this is no number. */
export const nextOf = (column, value) =>
  Number.isNaN(value) && (column.at(-1) ?? null) === null ? null : value;
