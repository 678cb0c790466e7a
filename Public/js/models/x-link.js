// What charts with the same x axis share: what it counts, the zoomed range, the place of the cursor.
import { STEPS } from "./x-axis.js";

// Lines that end before this share of the axis would be one stroke at its left edge.
const EDGE = 1 / 20;

export class XLink {
  constructor(range = null, onrange = () => {}, axis = STEPS) {
    Object.assign(this, { range, onrange, axis, start: Infinity, end: -Infinity });
    this.cursor = null;
    this.listeners = new Set();
  }

  /**
   * What charts show when they are not zoomed: all lines, those of other charts too, unless they count
   * something else, as epochs where others count steps; from 0, unless they begin so late that they
   * would stand at the right edge.
   */
  extent(lines = []) {
    let [start, end] = [Infinity, -Infinity];
    for (const { x } of lines) {
      if (!x.length) continue;
      start = Math.min(start, x[0]);
      end = Math.max(end, x[x.length - 1]);
    }
    this.start = Math.min(this.start, start);
    this.end = Math.max(this.end, end);
    if (this.end < this.start) return [0, 1];
    const isOther = end >= start && this.end > 0 && end < this.end * EDGE;
    if (!isOther) ({ start, end } = this);
    const low = start < 0 || start > end / 2 ? start : 0;
    return [low, Math.max(end, low + 1)];
  }

  /** Calls `listener("range" | "cursor")` after each change. */
  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setRange(range) {
    this.range = range;
    this.onrange(range);
    for (const listener of this.listeners) listener("range");
  }

  /** Calls `work(range)` once a zoomed range has stood still for a moment; the answer ends that. */
  onStill(work) {
    let timer = 0;
    const wait = (what) => {
      if (what !== "range") return;
      clearTimeout(timer);
      if (this.range) timer = setTimeout(() => work(this.range), 250);
    };
    const end = this.on(wait);
    wait("range");
    return () => {
      clearTimeout(timer);
      end();
    };
  }

  setCursor(x) {
    this.cursor = x;
    for (const listener of this.listeners) listener("cursor");
  }
}

/** "120~900" in a URL and back. */
export const rangeText = (range) => (range ? range.map((x) => +x.toPrecision(9)).join("~") : null);

export function parseRange(text) {
  const parts = (text ?? "").split("~").map(Number);
  return text && parts.length === 2 && parts.every(Number.isFinite) && parts[0] < parts[1]
    ? parts
    : null;
}
