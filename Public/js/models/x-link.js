// What charts with the same x axis share: the zoomed range and the place of the cursor.

export class XLink {
  constructor(range = null, onrange = () => {}) {
    this.range = range;
    this.cursor = null;
    this.onrange = onrange;
    this.listeners = new Set();
  }

  /** Calls `listener("range" | "cursor", origin)` after each change. */
  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setRange(range) {
    this.range = range;
    this.onrange(range);
    for (const listener of this.listeners) listener("range");
  }

  setCursor(x, origin) {
    this.cursor = x;
    for (const listener of this.listeners) listener("cursor", origin);
  }
}

/** "120-900" in a URL and back. */
export const rangeText = (range) => (range ? range.map((x) => +x.toPrecision(6)).join("~") : null);

export function parseRange(text) {
  const parts = (text ?? "").split("~").map(Number);
  return text && parts.length === 2 && parts.every(Number.isFinite) && parts[0] < parts[1] ? parts : null;
}
