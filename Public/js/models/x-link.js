// What charts with the same x axis share: the zoomed range and the place of the cursor.

export class XLink {
  constructor(range = null, onrange = () => {}) {
    this.range = range;
    this.cursor = null;
    this.onrange = onrange;
    this.listeners = new Set();
  }

  /** What charts show when they are not zoomed: from 0 to the end of the longest line of all. */
  extent(end) {
    this.end = Math.max(this.end ?? 1, end);
    return [0, this.end];
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

  setCursor(x) {
    this.cursor = x;
    for (const listener of this.listeners) listener("cursor");
  }
}

/** "120-900" in a URL and back. */
export const rangeText = (range) => (range ? range.map((x) => +x.toPrecision(6)).join("~") : null);

export function parseRange(text) {
  const parts = (text ?? "").split("~").map(Number);
  return text && parts.length === 2 && parts.every(Number.isFinite) && parts[0] < parts[1] ? parts : null;
}
