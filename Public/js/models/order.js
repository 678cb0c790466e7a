// The order of values that people read: numbers by size, all else as words.

const collator = new Intl.Collator(undefined, { numeric: true });

/** The number that a text tells, else the text itself. */
export const numeric = (text) =>
  typeof text === "string" && text.trim() !== "" && Number.isFinite(Number(text))
    ? Number(text)
    : text;

/** Negative, zero or positive; of two lists, by the first members that differ. Numbers come before words. */
export function compare(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const index of a.keys()) {
      const order = compare(a[index], b[index]);
      if (order) return order;
    }
    return 0;
  }
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return collator.compare(a, b);
}
