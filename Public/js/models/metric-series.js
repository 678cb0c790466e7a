// The points of a run's metrics, as columns that grow with the event stream. A series is read when a
// figure that shows it comes into view: a run may hold millions of points.
import { follow, get } from "../api.js";
import { real } from "../format.js";
import { columnsOf } from "./columns.js";
import { isPoor, rangeQuery, widened, withDetail } from "./detail.js";
import { thin } from "./series.js";

const MAX_POINTS = 1000;
// Fewer points than this in a zoomed range are too few, if the service has more.
const FEW = MAX_POINTS / 2;
// A tab that stays open all day keeps at most so many points a line.
const LIMIT = 4000;
// The keys of a request, in characters of its URL: the service takes lines of 8 KiB.
const LINE = 6000;

export class MetricSeries {
  /** `run`: the RunData that it is a part of. */
  constructor(run) {
    this.run = run;
    /** key -> {step: [], value: [], time: []}, of those that were read. */
    this.columns = new Map();
    /** Keys of those that have more points than that. */
    this.thinned = new Set();
    /** key -> the steps {from, to} that were read in more detail, for a range of `width`; `isWhole`: every point. */
    this.refined = new Map();
    this.wanted = new Set();
    this.asked = new Set();
    /** The request that is on its way, or the last one. */
    this.reading = null;
    this.timer = 0;
  }

  /**
   * Asks for series that are not here yet; what is asked for in one moment is one request. After a
   * failure nothing is asked until the service is back.
   */
  need(keys) {
    if (this.run.failed) return;
    const missing = keys.filter(
      (key) =>
        !this.columns.has(key) &&
        !this.wanted.has(key) &&
        !this.asked.has(key) &&
        this.run.latest.has(key),
    );
    for (const key of missing) this.wanted.add(key);
    if (this.wanted.size) this.timer ||= setTimeout(() => this.read(), 0);
  }

  async read() {
    const keys = [...this.wanted];
    this.wanted.clear();
    for (const key of keys) this.asked.add(key);
    clearTimeout(this.timer);
    this.timer = 0;
    await (this.reading = this.run.read(async () => {
      try {
        await this.fetch(keys);
      } finally {
        for (const key of keys) {
          this.asked.delete(key);
          // What could not be read is asked for once more with what comes next.
          if (!this.columns.has(key)) this.wanted.add(key);
        }
      }
    }));
  }

  async fetch(keys) {
    for (const some of batchesOf(keys)) {
      const { series } = await get(
        `/runs/${this.run.id}/metrics?maxPoints=${MAX_POINTS}${only(some, "&")}`,
        this.run.signal,
      );
      for (const { key, points, downsampled } of series) {
        if (downsampled) this.thinned.add(key);
        else this.thinned.delete(key);
        this.columns.set(key, columnsOf(points));
        this.refined.delete(key);
      }
    }
    for (const key of keys)
      if (!this.columns.has(key)) this.columns.set(key, { step: [], value: [], time: [] });
  }

  /** Reads what is drawn of these metrics between two steps anew, in more detail. */
  async refine(keys, range) {
    const poor = keys.filter(
      (key) =>
        this.thinned.has(key) && isPoor(this.columns.get(key), this.refined.get(key), range, FEW),
    );
    if (!poor.length || this.run.failed) return;
    const wide = widened(range);
    // What is being read, and what cannot be had finer, is not asked for again.
    for (const key of poor) this.refined.set(key, { ...wide, isWhole: false });
    await this.run.read(async () => {
      const { series } = await get(
        `/runs/${this.run.id}/metrics?maxPoints=${2 * MAX_POINTS}${rangeQuery(wide)}${only(poor, "&")}`,
        this.run.signal,
      );
      for (const { key, points, downsampled } of series.filter(({ key }) => poor.includes(key))) {
        this.columns.set(
          key,
          withDetail(this.columns.get(key), columnsOf(points), wide, "value", MAX_POINTS),
        );
        this.refined.set(key, { ...wide, isWhole: !downsampled });
      }
    });
  }

  /** Every point of these metrics, key -> columns, or null if those in `columns` are all. */
  async whole(keys) {
    if (!keys.some((key) => this.thinned.has(key))) return null;
    const all = new Map(keys.map((key) => [key, { step: [], value: [], time: [] }]));
    let rest = "";
    await follow(
      `/runs/${this.run.id}/metrics.ndjson${only(keys, "?")}`,
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
      this.run.signal,
    );
    return all;
  }

  /** Reads once more what was asked for before, also what could not be read. */
  again() {
    for (const key of this.columns.keys()) this.wanted.add(key);
    return this.wanted.size ? this.read() : undefined;
  }

  /** Takes points of an event. What the stream replays may be there already. */
  grow(metrics) {
    for (const point of metrics) {
      const columns = this.columns.get(point.key);
      if (!columns) continue;
      const last = columns.step.length - 1;
      const time = Date.parse(point.time);
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
      this.columns.set(point.key, thin(columns, "value", LIMIT));
    }
  }
}

// The service takes keys with commas between them: where a key has one itself, all are asked for.
const hasComma = (keys) => keys.some((key) => key.includes(","));
const only = (keys, mark) =>
  hasComma(keys) ? "" : `${mark}keys=${keys.map(encodeURIComponent).join(",")}`;

/** Keys in lists that one request each has room for. */
function batchesOf(keys) {
  if (hasComma(keys)) return [keys];
  const batches = [];
  let room = 0;
  for (const key of keys) {
    const { length } = encodeURIComponent(key);
    if (length > room) {
      batches.push([]);
      room = LINE;
    }
    batches.at(-1).push(key);
    room -= length + 1;
  }
  return batches;
}
