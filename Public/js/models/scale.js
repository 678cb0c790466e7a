// Where values lie on an axis: numbers on a line or by their logarithm, words with equal room.
import { compare } from "./order.js";
import { niceStep } from "./series.js";

/** Whether a value has a place: what is missing, NaN and the infinities have none. */
export const isPlaceable = (value) =>
  typeof value === "number"
    ? Number.isFinite(value)
    : value !== null && value !== undefined && value !== "";

/**
 * A scale for `values` from pixel `from` to pixel `to`: {place(value), ticks, ordinal}. Words, or
 * numbers with `ordinal`, each get equal room in their order.
 */
export function scaleOf(values, from, to, { ordinal = false, log = false } = {}) {
  const known = values.filter(isPlaceable);
  if (ordinal || known.some((value) => typeof value !== "number")) {
    const ticks = [...new Set(known)].sort(compare);
    return {
      ordinal: true,
      ticks,
      place: (value) =>
        from + ((ticks.indexOf(value) + 0.5) / Math.max(ticks.length, 1)) * (to - from),
    };
  }
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (log && low > 0 && high > low * 3) {
    const [start, end] = [Math.log(low / 1.2), Math.log(high * 1.2)];
    const ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const lead of high / low < 100 ? [1, 2, 5] : [1]) ticks.push(lead * 10 ** power);
    }
    return {
      ordinal: false,
      ticks: ticks.filter((tick) => Math.log(tick) >= start && Math.log(tick) <= end),
      place: (value) => from + ((Math.log(value) - start) / (end - start)) * (to - from),
    };
  }
  const unit = niceStep((high - low || Math.abs(high) * 0.1 || 1) / 4);
  const start = Math.floor(low / unit - 0.2) * unit;
  const end = Math.ceil(high / unit + 0.2) * unit;
  const ticks = Array.from(
    { length: Math.round((end - start) / unit) + 1 },
    (_, i) => +(start + i * unit).toPrecision(12),
  );
  return {
    ordinal: false,
    ticks,
    place: (value) => from + ((value - start) / (end - start)) * (to - from),
  };
}
