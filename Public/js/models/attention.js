// When a quantizer needs a look, and why.
import * as format from "../format.js";

// Records that count as now.
const RECENT = 20;

const LIMITS = {
  // s begins at 2 mean|v| / sqrt(Qp), from where LSQ moves it by tens of per cent: what doubles or
  // halves it is a gradient scale or a learning rate that does not fit.
  growth: { low: 0.5, high: 2 },
  // Near 1, s and weights learn at one pace (Esser et al. 2020, Figure 4). At 8 bits, where few
  // values lie at the ends, sound trainings come down to 0.07. Of weights: R of an activation
  // compares it to the weights of another quantizer.
  ratio: { low: 0.03, high: 10 },
  // The step of least squared error clips 16% of normally distributed values at 2 bits, 4% at 3.
  clipped: (bits) => (bits <= 2 ? 0.25 : 0.1),
  // Codes that still flip at the end of training are weights that sit at a threshold (Nagel et
  // al. 2022); below one in a hundred it is noise.
  oscillation: 0.01,
};

/** What is wrong with a quantizer, as texts; none if it fares well or has no points. */
export function complaints({ kind, bits, points }) {
  const { step, stepSize, updateRatio } = points;
  if (!step.length) return [];
  const of = kind === "weight" ? "of weights" : "of inputs";
  const found = [];
  const lost = ["stepSize", "gradient", "mse"].find((name) => points[name].some((value) => value !== null && !Number.isFinite(value)));
  if (lost) {
    const at = points[lost].findIndex((value) => value !== null && !Number.isFinite(value));
    found.push(`${{ stepSize: "s", gradient: "gradient of s", mse: "error" }[lost]} ${of} is ${format.number(points[lost][at])} at step ${format.count(step[at])}`);
  }
  const grown = stepSize[stepSize.length - 1] / stepSize[0];
  if (grown < LIMITS.growth.low || grown > LIMITS.growth.high) found.push(`s ${of} is \u00d7${format.number(grown, 3)} its first value`);
  const ratio = median(updateRatio.slice(-RECENT).filter((value) => value > 0 && Number.isFinite(value)));
  if (kind === "weight" && (ratio < LIMITS.ratio.low || ratio > LIMITS.ratio.high)) found.push(`R ${of} is ${format.number(ratio, 2)}`);
  const clipped = median(points.clippedLow.map((low, i) => low + points.clippedHigh[i]).slice(-RECENT).filter(Number.isFinite));
  if (clipped > LIMITS.clipped(bits)) found.push(`${format.percent(clipped)} ${of} are clipped`);
  const flips = points.oscillation.slice(-RECENT).filter(Number.isFinite);
  const [before, now] = [mean(flips.slice(0, RECENT / 2)), mean(flips.slice(RECENT / 2))];
  if (flips.length === RECENT && now > LIMITS.oscillation && now >= before) found.push(`codes ${of} flip as often as before: ${format.percent(now)} a record`);
  return found;
}

/** The layers that need a look: [{layer, texts}]. */
export const attentionOf = (layers) =>
  layers.map(({ layer, weight, activation }) => ({ layer, texts: [weight, activation].filter(Boolean).flatMap(complaints) })).filter(({ texts }) => texts.length);

/** The one in the middle; NaN of none. */
export const median = (values) => (values.length ? [...values].sort((a, b) => a - b)[values.length >> 1] : NaN);

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
