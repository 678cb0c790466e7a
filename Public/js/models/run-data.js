// What a run recorded, as columns that grow with the event stream. A series is read when a figure
// that shows it comes into view: a run may hold millions of points.
import { follow, get } from "../api.js";
import { real } from "../format.js";
import { columnsOf, countWithin, noPoints, numbersOf, QUANTITIES, withDetail } from "./columns.js";
import { thin } from "./series.js";

const MAX_POINTS = 1000;
// Fewer points than this in a zoomed range are too few, if the service has more.
const FEW = MAX_POINTS / 2;
// Points of all step sizes together, each of which has seven values.
const STEP_POINTS = 9000;
// A tab that stays open all day keeps at most so many points a line.
const LIMIT = 4000;
// The most that the service gives of a quantizer.
const ALL = 100_000;

export class RunData {
  /** `onload()` is called when something that was asked for has come. */
  constructor(run, quantizers, signal, onload = () => {}) {
    Object.assign(this, { id: run.id, signal, onload, failed: false });
    this.latest = new Map(Object.entries(run.latest));
    /** key -> {step: [], value: [], time: []}, of those that were read. */
    this.metrics = new Map();
    /** Keys of those that have more points than that. */
    this.thinned = new Set();
    /** id -> {id, layer, kind, bits, signed, count, shape, isThinned, points: {step: [], stepSize: [], ...}} */
    this.quantizers = new Map();
    this.know(quantizers);
    /** key -> the steps {from, to} that were read in more detail, for a range of `width`; `isWhole`: every point. */
    this.refined = new Map();
    /** The same of the step sizes, which are read together. */
    this.refinedSteps = null;
    this.wanted = new Set();
    this.asked = new Set();
    this.early = [];
    this.pending = 0;
    this.steps = null;
    this.timer = 0;
  }

  static async open(id, signal, onload) {
    const [run, quantizers] = await Promise.all([
      get(`/runs/${id}`, signal),
      get(`/runs/${id}/quantizers`, signal),
    ]);
    return { run, data: new RunData(run, quantizers.items, signal, onload) };
  }

  /** As `open`, of a run that is here. */
  static async of(run, signal) {
    return new RunData(run, (await get(`/runs/${run.id}/quantizers`, signal)).items, signal);
  }

  know(quantizers) {
    for (const quantizer of quantizers) {
      if (!this.quantizers.has(quantizer.id))
        this.quantizers.set(quantizer.id, { ...quantizer, points: noPoints() });
    }
  }

  /**
   * Asks for series that are not here yet; what is asked for in one moment is one request. After a
   * failure nothing is asked until the service is back.
   */
  need(keys) {
    if (this.failed) return;
    const missing = keys.filter(
      (key) =>
        !this.metrics.has(key) &&
        !this.wanted.has(key) &&
        !this.asked.has(key) &&
        this.latest.has(key),
    );
    for (const key of missing) this.wanted.add(key);
    if (missing.length) this.timer ||= setTimeout(() => this.readMetrics(), 0);
  }

  async readMetrics() {
    const keys = [...this.wanted];
    this.wanted.clear();
    for (const key of keys) this.asked.add(key);
    this.timer = 0;
    await (this.metricsRead = this.read(async () => {
      const { series } = await get(
        `/runs/${this.id}/metrics?maxPoints=${MAX_POINTS}${only(keys, "&")}`,
        this.signal,
      );
      for (const { key, points, downsampled } of series) {
        if (downsampled) this.thinned.add(key);
        else this.thinned.delete(key);
        this.metrics.set(key, columnsOf(points));
        this.refined.delete(key);
      }
      for (const key of keys)
        if (!this.metrics.has(key)) this.metrics.set(key, { step: [], value: [], time: [] });
    }));
    for (const key of keys) this.asked.delete(key);
  }

  /** Reads what is drawn of these metrics between two steps anew, in more detail. */
  async refine(keys, range) {
    const poor = keys.filter(
      (key) =>
        this.thinned.has(key) && isPoor(this.metrics.get(key), this.refined.get(key), range, FEW),
    );
    if (!poor.length || this.failed) return;
    const wide = widened(range);
    // What is being read, and what cannot be had finer, is not asked for again.
    for (const key of poor) this.refined.set(key, { ...wide, isWhole: false });
    await this.read(async () => {
      const { series } = await get(
        `/runs/${this.id}/metrics?maxPoints=${2 * MAX_POINTS}${between(wide)}${only(poor, "&")}`,
        this.signal,
      );
      for (const { key, points, downsampled } of series.filter(({ key }) => poor.includes(key))) {
        this.metrics.set(
          key,
          withDetail(this.metrics.get(key), columnsOf(points), wide, "value", MAX_POINTS),
        );
        this.refined.set(key, { ...wide, isWhole: !downsampled });
      }
    });
  }

  /** Every point of these metrics, key -> columns, or null if those in `metrics` are all. */
  async whole(keys) {
    if (!keys.some((key) => this.thinned.has(key))) return null;
    const all = new Map(keys.map((key) => [key, { step: [], value: [], time: [] }]));
    let rest = "";
    await follow(
      `/runs/${this.id}/metrics.ndjson${only(keys, "?")}`,
      (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const line of lines) {
          const point = JSON.parse(line);
          const columns = all.get(point.key);
          columns?.step.push(point.step);
          columns?.value.push(real(point.value));
          columns?.time.push(Date.parse(point.time));
        }
      },
      this.signal,
    );
    return all;
  }

  /** Asks for the points of every quantizer, once. */
  needSteps() {
    this.steps ??= this.read(async () => {
      // After the metrics that come into view with what asks: they are small, and come first on the page.
      await new Promise((done) => setTimeout(done, 20));
      await this.metricsRead;
      const { quantizers } = await get(
        `/runs/${this.id}/step-sizes?maxPoints=${this.usualSteps()}`,
        this.signal,
      );
      // Those that came since this run was opened are not described yet.
      if (quantizers.some(({ id }) => !this.quantizers.has(id)))
        this.know((await get(`/runs/${this.id}/quantizers`, this.signal)).items);
      this.refinedSteps = null;
      for (const { id, points, downsampled } of quantizers) {
        const quantizer = this.quantizers.get(id);
        if (quantizer)
          Object.assign(quantizer, { points: numbersOf(points), isThinned: downsampled });
      }
    });
  }

  /** How many points of each quantizer are drawn without a zoom. */
  usualSteps() {
    return Math.round(
      Math.min(Math.max(STEP_POINTS / Math.max(this.quantizers.size, 1), 100), 500),
    );
  }

  /** As `refine`, of all step sizes. */
  async refineSteps(range) {
    const usual = this.usualSteps();
    const isWanted = ({ points, isThinned }) =>
      isThinned && isPoor(points, this.refinedSteps, range, usual / 2);
    if (this.failed || ![...this.quantizers.values()].some(isWanted)) return;
    const wide = widened(range);
    this.refinedSteps = { ...wide, isWhole: false };
    await this.read(async () => {
      const { quantizers } = await get(
        `/runs/${this.id}/step-sizes?maxPoints=${2 * usual}${between(wide)}`,
        this.signal,
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
      this.refinedSteps = { ...wide, isWhole: quantizers.every(({ downsampled }) => !downsampled) };
    });
  }

  /** Every point of the step sizes, quantizer -> columns. */
  async wholeSteps() {
    if (![...this.quantizers.values()].some(({ isThinned }) => isThinned))
      return new Map([...this.quantizers.values()].map(({ id, points }) => [id, points]));
    const { quantizers } = await get(`/runs/${this.id}/step-sizes?maxPoints=${ALL}`, this.signal);
    return new Map(quantizers.map(({ id, points }) => [id, numbersOf(points)]));
  }

  async read(work) {
    this.pending += 1;
    try {
      await work();
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.pending -= 1;
    // What came while the answer was on its way may be missing in it.
    for (const points of this.pending ? this.early : this.early.splice(0)) this.grow(points);
    if (!this.signal?.aborted) this.onload();
  }

  /** Reads what was read before once more, after a gap in the event stream. */
  again(run) {
    this.failed = false;
    this.latest = new Map(Object.entries(run.latest));
    const keys = [...this.metrics.keys()];
    const hadSteps = this.steps !== null;
    this.steps = null;
    // Also those that could not be read.
    if (hadSteps) this.needSteps();
    for (const key of keys) this.wanted.add(key);
    return keys.length ? this.readMetrics() : undefined;
  }

  /** Adds the points of one event. */
  add(points) {
    for (const point of points.metrics) {
      const last = this.latest.get(point.key);
      if (!last || point.step >= last.step) this.latest.set(point.key, point);
    }
    if (this.pending) this.early.push(points);
    this.grow(points);
  }

  grow({ metrics, stepPoints }) {
    for (const point of metrics) {
      const columns = this.metrics.get(point.key);
      if (!columns) continue;
      const last = columns.step.length - 1;
      const time = Date.parse(point.time);
      // What the stream replays may be shown already.
      if (
        last >= 0 &&
        (point.step < columns.step[last] ||
          (point.step === columns.step[last] && time <= columns.time[last]))
      )
        continue;
      columns.step.push(point.step);
      columns.value.push(real(point.value));
      columns.time.push(time);
      if (columns.step.length > LIMIT) this.thinned.add(point.key);
      this.metrics.set(point.key, thin(columns, "value", LIMIT));
    }
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
      for (const name of QUANTITIES) points[name].push(real(point[name]));
      if (points.step.length > LIMIT) quantizer.isThinned = true;
      quantizer.points = thin(points, "updateRatio", LIMIT);
    }
    // A quantizer appears with its first points: what it is must be asked for.
    if (unknown) {
      this.steps = null;
      this.needSteps();
    }
  }

  /** The latest value of a metric, or null. */
  last(key) {
    return real(this.latest.get(key)?.value);
  }

  ofKind(kind) {
    return [...this.quantizers.values()].filter((quantizer) => quantizer.kind === kind);
  }

  /** Asks for the step sizes of least error in the newest histograms: `bestSteps` of quantizers. */
  async needBestSteps() {
    const [first] = this.quantizers.keys();
    if (first === undefined) return;
    await this.read(async () => {
      const base = `/runs/${this.id}/histograms`;
      const one = (await get(`${base}?quantizer=${encodeURIComponent(first)}`, this.signal)).items;
      if (!one.length) return;
      const step = Math.max(...one.map((histogram) => histogram.step));
      for (const { quantizer, stepSize, bestSteps } of (
        await get(`${base}?step=${step}`, this.signal)
      ).items) {
        const known = this.quantizers.get(quantizer);
        if (known && bestSteps) known.best = { step, stepSize, ...bestSteps };
      }
    });
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

// The service takes keys with commas between them: where a key has one itself, all are asked for.
const only = (keys, mark) =>
  keys.some((key) => key.includes(","))
    ? ""
    : `${mark}keys=${keys.map(encodeURIComponent).join(",")}`;

/** Whether there are too few points to draw a range with, and more of it were not asked for. */
function isPoor(columns, known, [from, to], few) {
  const isKnown =
    known &&
    known.from <= from &&
    known.to >= to &&
    (known.isWhole || to - from > 0.7 * known.width);
  return !isKnown && Boolean(columns) && countWithin(columns, [from, to]) < few;
}

/** With a margin for what is panned to next. */
const widened = ([from, to]) => ({
  from: Math.floor(from - (to - from) / 2),
  to: Math.ceil(to + (to - from) / 2),
  width: to - from,
});

const between = ({ from, to }) => `&fromStep=${from}&toStep=${to}`;
