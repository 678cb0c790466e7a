// What a quantizer makes of a histogram: LSQ's transfer function and the share of each code.

/** Lowest and highest code: -Qn and Qp (Esser et al. 2020, section 2). */
export const codeRange = (bits, signed) =>
  signed ? { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 } : { low: 0, high: 2 ** bits - 1 };

/** Half to even, as the engine rounds. */
function roundHalfEven(x) {
  const down = Math.floor(x);
  const rest = x - down;
  if (rest !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}

/** v_bar = round(clip((v - offset) / s, -Qn, Qp)) (Eq. 1); only activations of lsq+ have an offset. */
export const codeOf = (v, { stepSize, offset = 0 }, range) =>
  roundHalfEven(Math.min(Math.max((v - offset) / stepSize, range.low), range.high));

/** v_hat of a code; of one and a half, the threshold to the next. */
export const levelOf = (code, { stepSize, offset = 0 }) => code * stepSize + offset;

/** Mean square of the values of a histogram; 0 of none. */
export function powerOf({ low, high, counts }) {
  const width = (high - low) / counts.length;
  const total = counts.reduce((sum, values) => sum + values, 0);
  const squares = counts.reduce(
    (sum, values, bin) => sum + values * (low + (bin + 0.5) * width) ** 2,
    0,
  );
  return total ? squares / total : 0;
}

/** Signal to noise in dB: the mean square of values against that of their error; null if it has none. */
export const signalToNoise = (power, error) =>
  power > 0 && error > 0 ? 10 * Math.log10(power / error) : null;

/**
 * Share of the values at each code, from the lowest up. A bin that a threshold cuts is shared out
 * by width. `total` values; `entropy` of the codes in bits; `used`: codes with at least one value.
 */
export function occupancy(histogram, range) {
  const { low, high, counts } = histogram;
  const width = (high - low) / counts.length;
  const shares = new Array(range.high - range.low + 1).fill(0);
  let total = 0;
  for (const [bin, values] of counts.entries()) {
    if (!values) continue;
    total += values;
    const from = low + bin * width;
    const first = codeOf(from, histogram, range);
    const last = codeOf(from + width, histogram, range);
    for (let code = first; code <= last; code++) {
      const start = code === first ? from : levelOf(code - 0.5, histogram);
      const end = code === last ? from + width : levelOf(code + 0.5, histogram);
      shares[code - range.low] += values * (width > 0 ? Math.max(0, end - start) / width : 1);
    }
  }
  if (total) for (const index of shares.keys()) shares[index] /= total;
  const entropy = shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
  // A twentieth of a value is the rest of a bin that was shared out, not a code in use.
  const used = shares.filter((p) => p * total > 0.05).length;
  return { shares, total, entropy, used };
}

/** Corners of the transfer function between two values of v: [[v, v_hat], ...]. */
export function transferPath(histogram, range, from, to) {
  const first = codeOf(from, histogram, range);
  const last = codeOf(to, histogram, range);
  const level = (code) => levelOf(code, histogram);
  const corners = [[from, level(first)]];
  for (let code = first; code < last; code++)
    corners.push([level(code + 0.5), level(code)], [level(code + 0.5), level(code + 1)]);
  corners.push([to, level(last)]);
  return corners;
}
