// When a training or one of its quantizers needs a look, and why.
import * as format from "../format.js";

// Records that count as now.
const RECENT = 20;

const LIMITS = {
  // s begins at 2 mean|v| / sqrt(Qp), from where LSQ moves it by tens of per cent: what doubles or
  // halves it is a gradient scale or a learning rate that does not fit.
  growth: { low: 0.5, high: 2 },
  // Near 1, s and weights learn at one pace (Esser et al. 2020, Figure 4). At 8 bits, where few
  // values lie at the ends, sound trainings come down to 0.07. Of weights whose s is learned: R of an
  // activation compares it to the weights of another quantizer.
  ratio: { low: 0.03, high: 10 },
  // The step of least squared error clips 16% of normally distributed values at 2 bits, 4% at 3.
  clipped: (bits) => (bits <= 2 ? 0.25 : 0.1),
  // Codes that still flip at the end of training are weights that sit at a threshold (Nagel et
  // al. 2022); below one in a hundred it is noise.
  oscillation: 0.01,
};

/** The band of R in a figure: around 1, and of weights where no layer needs a look. */
export const bandOf = (kind) => ({ line: 1, ...(kind === "weight" && LIMITS.ratio) });

/**
 * Where a training loss left its start and what guessing costs, ln(classes), far behind without coming
 * back: {start, peak, step}, or null. A rate that is too high does that, also where no value is lost.
 */
export function divergence({ step, value }, classes) {
  const guess = Math.log(classes);
  const at = value.reduce((highest, loss, i) => (loss > value[highest] ? i : highest), 0);
  const now = median(value.slice(-RECENT).filter(Number.isFinite));
  return value[at] > 2 * Math.max(value[0], guess) && now > 0.9 * guess
    ? { start: value[0], peak: value[at], step: step[at] }
    : null;
}

/** What a layer may suffer from, the worst first, as the head of a list of layers. */
const ILLS = {
  lost: "Not a number",
  moved: "Step size far from its start",
  ratio: "Update ratio far from 1",
  clipped: "Many values clipped",
  flips: "Codes that keep flipping",
};

/** What was found, and in which points: several parts of a page ask at each event. */
const known = new WeakMap();

/** What is wrong with a quantizer: [{ill, text}]; none if it fares well or has no points. */
function findings(quantizer) {
  const { points } = quantizer;
  const last = points.step[points.step.length - 1];
  const kept = known.get(quantizer);
  if (kept?.points === points && kept.last === last) return kept.found;
  const found = points.step.length
    ? [lost, moved, ratio, clipped, flips].flatMap((find) => find(quantizer, of(quantizer)) ?? [])
    : [];
  known.set(quantizer, { points, last, found });
  return found;
}

const of = ({ kind }) => (kind === "weight" ? "of weights" : "of inputs");

function lost({ points }, whose) {
  const isLost = (value) => value !== null && !Number.isFinite(value);
  const name = ["stepSize", "gradient", "mse"].find((key) => points[key].some(isLost));
  if (!name) return null;
  const at = points[name].findIndex(isLost);
  return {
    ill: "lost",
    text: `${{ stepSize: "s", gradient: "gradient of s", mse: "error" }[name]} ${whose} is ${format.number(points[name][at])} at step ${format.count(points.step[at])}`,
  };
}

function moved({ points: { stepSize } }, whose) {
  const grown = stepSize[stepSize.length - 1] / stepSize[0];
  const { low, high } = LIMITS.growth;
  return grown < low || grown > high
    ? { ill: "moved", text: `s ${whose} is \u00d7${format.number(grown, 3)} its first value` }
    : null;
}

function ratio({ kind, isHeld, points }, whose) {
  // One record of R is noise: a warning that came and went would move the whole page.
  if (points.step.length < RECENT) return null;
  const now = median(
    points.updateRatio.slice(-RECENT).filter((value) => value > 0 && Number.isFinite(value)),
  );
  const { low, high } = LIMITS.ratio;
  return kind === "weight" && !isHeld && (now < low || now > high)
    ? { ill: "ratio", text: `R ${whose} is ${format.number(now, 2)}` }
    : null;
}

function clipped({ bits, points: { clippedLow, clippedHigh } }, whose) {
  if (clippedLow.length < RECENT) return null;
  const now = median(
    clippedLow
      .map((low, i) => low + clippedHigh[i])
      .slice(-RECENT)
      .filter(Number.isFinite),
  );
  return now > LIMITS.clipped(bits)
    ? { ill: "clipped", text: `${format.percent(now)} ${whose} are clipped` }
    : null;
}

function flips({ points }, whose) {
  const recent = points.oscillation.slice(-RECENT).filter(Number.isFinite);
  const [before, now] = [mean(recent.slice(0, RECENT / 2)), mean(recent.slice(RECENT / 2))];
  return recent.length === RECENT && now > LIMITS.oscillation && now >= before
    ? {
        ill: "flips",
        text: `codes ${whose} flip as often as before: ${format.percent(now)} a record`,
      }
    : null;
}

/** The same as texts. */
export const complaints = (quantizer) => findings(quantizer).map(({ text }) => text);

/** The layers that need a look, by what they suffer from: [{name, layers: [{layer, text}]}]. */
export function attentionOf(layers) {
  const found = layers.flatMap(({ layer, weight, activation }) =>
    [weight, activation]
      .filter(Boolean)
      .flatMap((quantizer) => findings(quantizer).map((finding) => ({ layer, ...finding }))),
  );
  return Object.entries(ILLS).flatMap(([ill, name]) => {
    const own = Map.groupBy(
      found.filter((finding) => finding.ill === ill),
      ({ layer }) => layer,
    );
    return own.size
      ? [
          {
            name,
            layers: [...own].map(([layer, of]) => ({
              layer,
              text: of.map(({ text }) => text).join(", "),
            })),
          },
        ]
      : [];
  });
}

/** The one in the middle; NaN of none. */
export const median = (values) =>
  values.length ? [...values].sort((a, b) => a - b)[values.length >> 1] : NaN;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
