// What a run recorded, kept in step with the event stream: its metrics and its step sizes.
import { get } from "../api.js";
import { real } from "../format.js";
import { isLater } from "./latest.js";
import { MetricSeries } from "./metric-series.js";
import { StepSeries } from "./step-series.js";

export class RunData {
  constructor(run, quantizers, signal) {
    Object.assign(this, { id: run.id, method: run.parameters?.["quantizer.method"], signal });
    /** Called when something that was asked for has come, or could not be read. */
    this.onload = () => {};
    this.latest = new Map(Object.entries(run.latest));
    this.metrics = new MetricSeries(this);
    this.stepSizes = new StepSeries(this, quantizers);
    /** How many requests are on their way, and the points of events that came meanwhile. */
    this.pending = 0;
    this.early = [];
    /** Whether the service did not answer: then nothing is asked until it is back. */
    this.failed = false;
  }

  static async open(id, signal) {
    const [run, quantizers] = await Promise.all([
      get(`/runs/${id}`, signal),
      get(`/runs/${id}/quantizers`, signal),
    ]);
    return { run, data: new RunData(run, quantizers.items, signal) };
  }

  /** As `open`, of a run that is here. */
  static async of(run, signal) {
    return new RunData(run, (await get(`/runs/${run.id}/quantizers`, signal)).items, signal);
  }

  /** Does what asks the service, for one of the parts. */
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
    this.stepSizes.again();
    return this.metrics.again();
  }

  /** Adds the points of one event. */
  add(points) {
    for (const point of points.metrics)
      if (isLater(point, this.latest.get(point.key))) this.latest.set(point.key, point);
    if (this.pending) this.early.push(points);
    this.grow(points);
  }

  grow({ metrics, stepPoints }) {
    this.metrics.grow(metrics);
    this.stepSizes.grow(stepPoints);
  }

  /** The latest value of a metric, or null. */
  last(key) {
    return real(this.latest.get(key)?.value);
  }
}
