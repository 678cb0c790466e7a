// What a run recorded, as columns that grow with the event stream.
import { get } from "../api.js";
import { real } from "../format.js";
import { thin } from "./series.js";

const MAX_POINTS = 1000;
// A tab that stays open all day keeps at most so many points a line.
const LIMIT = 4000;
const COLUMNS = ["stepSize", "gradient", "updateRatio", "mse", "clippedLow", "clippedHigh", "oscillation"];

export class RunData {
  constructor(id) {
    this.id = id;
    /** key -> {step: [], value: [], time: []} */
    this.metrics = new Map();
    /** id -> {id, layer, kind, bits, signed, position, points: {step: [], stepSize: [], ...}} */
    this.quantizers = new Map();
  }

  /** Reads everything once, thinned out by the service. */
  async load(signal) {
    const [metrics, steps, quantizers] = await Promise.all([
      get(`/runs/${this.id}/metrics?maxPoints=${MAX_POINTS}`, signal),
      get(`/runs/${this.id}/step-sizes?maxPoints=${MAX_POINTS / 2}`, signal),
      get(`/runs/${this.id}/quantizers`, signal),
    ]);
    this.metrics = new Map(metrics.series.map(({ key, points }) => [key, {
      step: points.map((point) => point[0]),
      value: points.map((point) => real(point[1])),
      time: points.map((point) => point[2]),
    }]));
    const known = new Map((quantizers.items ?? quantizers.quantizers ?? []).map((quantizer) => [quantizer.id, quantizer]));
    const loaded = (steps.quantizers ?? steps.items ?? []).map((series, index) => ({
      position: index, ...known.get(series.id), ...series,
      points: Object.fromEntries(Object.entries(series.points).map(([name, values]) => [name, values.map(real)])),
    }));
    loaded.sort((a, b) => a.position - b.position);
    this.quantizers = new Map(loaded.map((quantizer) => [quantizer.id, quantizer]));
  }

  /** Adds the points of one event. False if it names a quantizer that is not known yet. */
  add({ metrics = [], stepPoints = [] }) {
    for (const point of metrics) {
      const columns = this.metrics.get(point.key) ?? { step: [], value: [], time: [] };
      const last = columns.step.length - 1;
      const time = Date.parse(point.time);
      // What the stream replays may be shown already.
      if (last >= 0 && (point.step < columns.step[last] || (point.step === columns.step[last] && time <= columns.time[last]))) continue;
      columns.step.push(point.step);
      columns.value.push(real(point.value));
      columns.time.push(time);
      this.metrics.set(point.key, thin(columns, "value", LIMIT));
    }
    let complete = true;
    for (const point of stepPoints) {
      const quantizer = this.quantizers.get(point.quantizer);
      if (!quantizer) {
        complete = false;
        continue;
      }
      const { points } = quantizer;
      if (points.step.length && point.step <= points.step[points.step.length - 1]) continue;
      points.step.push(point.step);
      for (const name of COLUMNS) points[name]?.push(real(point[name]));
      quantizer.points = thin(points, "updateRatio", LIMIT);
    }
    return complete;
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
