// What the horizontal axis of a chart counts: its name, how a value of it is written, and how far
// apart its ticks may stand.
import * as format from "../format.js";
import { niceStep } from "./series.js";

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
const CLOCK = [
  1,
  2,
  5,
  10,
  15,
  30,
  1 * MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
];

export const STEPS = {
  name: "step",
  write: format.count,
  spacing: (rough) => Math.max(1, niceStep(rough)),
};

export const EPOCHS = {
  name: "epoch",
  write: (value) => format.number(value, 4),
  spacing: niceStep,
};

/** In seconds. */
export const TIME = {
  name: "time",
  write: format.seconds,
  spacing: (rough) =>
    rough < 1
      ? niceStep(rough)
      : (CLOCK.find((seconds) => seconds >= rough * (1 - 1e-9)) ?? niceStep(rough / DAY) * DAY),
};

/** Where the ticks of an axis from `low` to `high` stand: about `count` of them. */
export function ticksOf({ spacing }, low, high, count) {
  const unit = spacing((high - low) / count);
  const first = Math.ceil(low / unit - 1e-9);
  const last = Math.floor(high / unit + 1e-9);
  return Array.from(
    { length: Math.max(last - first + 1, 0) },
    (_, i) => +((first + i) * unit).toPrecision(12),
  );
}
