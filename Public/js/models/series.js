// Series of points as the charts draw them: {x: [], y: []}, x ascending; `raw` is y before it was
// smoothed.

/** Exponential moving average of y with the weight `w` on the past, without its bias to zero. */
export function smooth(series, w) {
  if (!(w > 0)) return series;
  let mean = 0;
  let weight = 0;
  const y = series.y.map((value) => {
    if (!Number.isFinite(value)) return value;
    weight = weight * w + (1 - w);
    // By differences, so that what is constant stays so to the last bit.
    mean += ((value - mean) * (1 - w)) / weight;
    return mean;
  });
  return { x: series.x, y, raw: series.y };
}

/** Smooths factors: the mean of logarithms, for values that spread over decades. */
export function smoothLog(series, w) {
  if (!(w > 0)) return series;
  const logs = smooth(
    {
      x: series.x,
      y: series.y.map((value) => (value === null ? null : value > 0 ? Math.log(value) : NaN)),
    },
    w,
  );
  return {
    x: series.x,
    y: logs.y.map((value) => (value === null ? null : Math.exp(value))),
    raw: series.y,
  };
}

/**
 * Where a line has values that are no numbers, NaN or an infinity: [{from, to, first, last, what}]
 * with x, index and the values. null is a value that was not measured.
 */
export function lostStretches({ x, y, raw = y }) {
  const stretches = [];
  let open = null;
  for (const [i, value] of raw.entries()) {
    if (value === null || Number.isFinite(value)) {
      open = null;
      continue;
    }
    if (!open) stretches.push((open = { from: x[i], first: i, what: new Set() }));
    Object.assign(open, { to: x[i], last: i });
    open.what.add(Number.isNaN(value) ? "NaN" : value > 0 ? "\u221e" : "\u2212\u221e");
  }
  return stretches;
}

/** Every value divided by the first that is neither zero nor missing. */
export function normalise(series) {
  const start = series.y.find((value) => Number.isFinite(value) && value !== 0);
  return start === undefined ? series : { x: series.x, y: series.y.map((value) => value / start) };
}

/** Index of the x nearest to `x`; -1 if there is none. */
export function nearest(xs, x) {
  if (!xs.length) return -1;
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  return x - xs[low] <= xs[high] - x ? low : high;
}

/** Keeps the lowest and highest of every four neighbours, and one NaN, once there are more than `limit`. */
export function thin(columns, by, limit) {
  const length = columns[by].length;
  if (length <= limit) return columns;
  const keep = [0];
  const values = columns[by];
  for (let i = 1; i + 3 < length; i += 4) {
    let [low, high, lost] = [-1, -1, -1];
    for (let j = i; j < i + 4; j++) {
      if (Number.isNaN(values[j])) lost = j;
      else {
        if (low < 0 || values[j] < values[low]) low = j;
        if (high < 0 || values[j] > values[high]) high = j;
      }
    }
    keep.push(...[...new Set([low, high, lost])].filter((j) => j >= 0).sort((a, b) => a - b));
  }
  keep.push(length - 1);
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, keep.map((i) => values[i])]),
  );
}

/** The least of 1, 2, 5 times a power of ten that is not below `rough`. */
export function niceStep(rough) {
  const unit = 10 ** Math.floor(Math.log10(rough));
  return unit * ([1, 2, 5, 10].find((factor) => factor * unit >= rough * (1 - 1e-9)) ?? 10);
}
