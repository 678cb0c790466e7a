// What a run's quantizers recorded, as columns that grow with the event stream: read all at once, when
// a figure that shows one comes into view.
import { get } from "../api.js";
import { real } from "../format.js";
import { nextOf, noPoints, numbersOf, QUANTITIES } from "./columns.js";
import { isPoor, rangeQuery, widened, withDetail } from "./detail.js";
import { powerOf, signalToNoise } from "./occupancy.js";
import { nearest, thin } from "./series.js";

// Points of all quantizers together, each of which has seven values.
const POINTS = 9000;
// A tab that stays open all day keeps at most so many points a line.
const LIMIT = 4000;
// The most that the service gives of a quantizer.
const ALL = 100_000;
// Methods by which step sizes of weights are not learned.
const HELD = ["fixed", "min-error", "pact"];

export class StepSeries {
  /** `run`: the RunData that it is a part of. */
  constructor(run, quantizers) {
    this.run = run;
    /**
     * id -> {id, layer, kind, bits, signed, count, shape, isHeld, isThinned,
     * points: {step: [], stepSize: [], ...}}
     */
    this.quantizers = new Map();
    this.know(quantizers);
    /** The steps {from, to} that were read in more detail, for a range of `width`; `isWhole`: every point. */
    this.refined = null;
    /** Settles when the points are here; null until they are asked for. */
    this.reading = null;
  }

  know(quantizers) {
    const isHeld = HELD.includes(this.run.method);
    for (const quantizer of quantizers) {
      if (!this.quantizers.has(quantizer.id))
        this.quantizers.set(quantizer.id, { ...quantizer, isHeld, points: noPoints() });
    }
  }

  /** Asks for the points of every quantizer, once. */
  need() {
    return (this.reading ??= this.run.read(async () => {
      // After the metrics that come into view with what asks: they are small, and come first on the page.
      await new Promise((done) => setTimeout(done, 20));
      await this.run.metrics.reading;
      const { quantizers } = await get(
        `/runs/${this.run.id}/step-sizes?maxPoints=${this.usualCount()}`,
        this.run.signal,
      );
      // Those that came since this run was opened are not described yet.
      if (quantizers.some(({ id }) => !this.quantizers.has(id)))
        this.know((await get(`/runs/${this.run.id}/quantizers`, this.run.signal)).items);
      this.refined = null;
      for (const { id, points, downsampled } of quantizers) {
        const quantizer = this.quantizers.get(id);
        if (quantizer)
          Object.assign(quantizer, { points: numbersOf(points), isThinned: downsampled });
      }
    }));
  }

  /** How many points of each quantizer are drawn without a zoom. */
  usualCount() {
    return Math.round(Math.min(Math.max(POINTS / Math.max(this.quantizers.size, 1), 100), 500));
  }

  /** Reads what is drawn between two steps anew, in more detail. */
  async refine(range) {
    const usual = this.usualCount();
    const isWanted = ({ points, isThinned }) =>
      isThinned && isPoor(points, this.refined, range, usual / 2);
    if (this.run.failed || ![...this.quantizers.values()].some(isWanted)) return;
    const wide = widened(range);
    this.refined = { ...wide, isWhole: false };
    await this.run.read(async () => {
      const { quantizers } = await get(
        `/runs/${this.run.id}/step-sizes?maxPoints=${2 * usual}${rangeQuery(wide)}`,
        this.run.signal,
      );
      for (const { id, points } of quantizers) {
        const quantizer = this.quantizers.get(id);
        if (quantizer?.isThinned)
          quantizer.points = withDetail(
            quantizer.points,
            numbersOf(points),
            wide,
            "stepSize",
            usual,
          );
      }
      this.refined = { ...wide, isWhole: quantizers.every(({ downsampled }) => !downsampled) };
    });
  }

  /** Every point, quantizer -> columns. */
  async whole() {
    if (![...this.quantizers.values()].some(({ isThinned }) => isThinned))
      return new Map([...this.quantizers.values()].map(({ id, points }) => [id, points]));
    const { quantizers } = await get(
      `/runs/${this.run.id}/step-sizes?maxPoints=${ALL}`,
      this.run.signal,
    );
    return new Map(quantizers.map(({ id, points }) => [id, numbersOf(points)]));
  }

  /** Asks for the newest histograms: `best`, the step sizes of least error, and `power` of quantizers. */
  async needBest() {
    const [first] = this.quantizers.keys();
    if (first === undefined) return;
    await this.run.read(async () => {
      const base = `/runs/${this.run.id}/histograms`;
      const one = (await get(`${base}?quantizer=${encodeURIComponent(first)}`, this.run.signal))
        .items;
      if (!one.length) return;
      const step = Math.max(...one.map((histogram) => histogram.step));
      for (const histogram of (await get(`${base}?step=${step}`, this.run.signal)).items) {
        const known = this.quantizers.get(histogram.quantizer);
        if (!known) continue;
        const { stepSize, bestSteps } = histogram;
        known.power = { step, value: powerOf(histogram) };
        if (bestSteps) known.best = { step, stepSize, ...bestSteps };
      }
    });
  }

  /** Reads once more what was asked for before, also what could not be read. */
  again() {
    const wasAsked = this.reading !== null;
    this.reading = null;
    if (wasAsked) this.need();
  }

  /** Takes points of an event. What the stream replays may be there already. */
  grow(stepPoints) {
    let unknown = false;
    for (const point of stepPoints) {
      const quantizer = this.quantizers.get(point.quantizer);
      if (!quantizer) {
        unknown = true;
        continue;
      }
      const { points } = quantizer;
      if (points.step.length && point.step <= points.step[points.step.length - 1]) continue;
      points.step.push(point.step);
      for (const name of QUANTITIES) points[name].push(nextOf(points[name], real(point[name])));
      if (points.step.length > LIMIT) quantizer.isThinned = true;
      quantizer.points = thin(points, "updateRatio", LIMIT);
    }
    // A quantizer appears with its first points: what it is must be asked for.
    if (unknown) {
      this.reading = null;
      this.need();
    }
  }

  ofKind(kind) {
    return [...this.quantizers.values()].filter((quantizer) => quantizer.kind === kind);
  }

  /** Layers with quantizers, in the order of the network: {layer, weight?, activation?}. */
  layers() {
    const layers = new Map();
    for (const quantizer of this.quantizers.values()) {
      const entry = layers.get(quantizer.layer) ?? { layer: quantizer.layer };
      entry[quantizer.kind] = quantizer;
      layers.set(quantizer.layer, entry);
    }
    return [...layers.values()];
  }
}

/** Signal to noise of a quantizer at its newest histogram, in dB, or null. */
export function noiseOf({ points, power }) {
  const at = power ? nearest(points.step, power.step) : -1;
  return at < 0 ? null : signalToNoise(power.value, points.mse[at]);
}
