// Figures of metrics on a common axis: training and test of one quantity lie over each other.
import { LineChart } from "../../components/line-chart.js";
import * as format from "../../format.js";
import { smooth } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { color } from "../../theme.js";

// What is recorded once at the end of a job: results, not curves.
export const RESULTS = ["bestTestAccuracy", "modelBytes", "meanImagesPerSecond", "trainSeconds"];

const SYSTEM = /perSecond$|^memory|^(system|cpu|gpu)[./_]/i;
export const isSystem = (key) => SYSTEM.test(key) && !RESULTS.includes(key);

/** Which figure a metric belongs to, and its part in it. */
export function placeOf(key) {
  const part = key.match(/^(train|test)(?=[A-Z])(.+)$/);
  // A key of another program stands for itself: two that differ are two metrics.
  if (!part) return { figure: /^[a-z]+([A-Z][A-Za-z0-9]*)*$/.test(key) ? format.title(key) : key, part: null };
  if (/^loss$/i.test(part[2])) return { figure: "Loss", part: part[1], main: true };
  if (/^accuracy$/i.test(part[2])) return { figure: "Accuracy", part: part[1], main: true };
  return { figure: format.title(key), part: part[1] };
}

/** The figures of one axis: {link, xFormat?, x(columns)}. `chart(keys)` makes or finds one. */
export class MetricFigures {
  constructor(context, axis) {
    Object.assign(this, { context, axis });
    this.charts = new Map();
  }

  chart(figure, keys, size = "") {
    const known = this.charts.get(figure);
    if (known) {
      known.keys = keys;
      return known;
    }
    const { context, axis } = this;
    const chart = new LineChart(context.life, {
      title: figure, link: axis.link, xFormat: axis.xFormat, size, log: logged().has(figure),
      yFormat: (value) => format.metric(keys[0], value),
      tickFormat: /PerSecond/.test(keys[0]) ? null : format.tickOf(keys[0]),
      lines: () => chart.keys.flatMap((key) => this.lines(key, chart.keys.length > 1)),
      note: () => (context.data.failed ? "The service did not answer. These points are read as soon as it does." : context.data.latest.has(keys[0]) ? "Loading\u2026" : "No points yet"),
      onshow: () => context.data.need(chart.keys),
      onlog: (log) => setLogged(figure, log),
    });
    chart.keys = keys;
    this.charts.set(figure, chart);
    return chart;
  }

  update() {
    for (const chart of this.charts.values()) {
      if (chart.visible.now) this.context.data.need(chart.keys);
      chart.draw();
    }
  }

  lines(key, isNamed) {
    const { data, smoothing } = this.context;
    const columns = data.metrics.get(key);
    if (!columns) return [];
    const series = { x: this.axis.x(columns), y: columns.value };
    const { part } = placeOf(key);
    const paint = () => color(part === "train" ? "--train" : part === "test" ? "--test" : "--c7");
    const line = { id: key, label: part === "train" ? "Train" : part === "test" ? "Test" : isNamed ? key : "", color: paint };
    // What is measured over a whole epoch, or is set, needs no smoothing.
    if (part === "test" || /learningRate/i.test(key) || !(smoothing > 0)) return [{ ...line, ...series, dots: part === "test", front: part === "test", width: part === "test" ? 2 : 1.5 }];
    return [
      { ...line, ...series, quiet: true, width: 1, color: () => `${paint()}55` },
      { ...line, ...smooth(series, smoothing), width: 2 },
    ];
  }
}

const logged = () => new Set((view("log") ?? "").split(",").filter(Boolean));

function setLogged(figure, on) {
  const titles = logged();
  if (on) titles.add(figure);
  else titles.delete(figure);
  setView({ log: [...titles].join(",") });
}

/** The figures of `keys`: [[figure, keys]], in the order in which they are shown. */
export function figuresOf(keys) {
  const figures = new Map();
  for (const key of keys) figures.set(placeOf(key).figure, [...(figures.get(placeOf(key).figure) ?? []), key]);
  return [...figures];
}

