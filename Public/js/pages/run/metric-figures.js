// Figures of metrics on a common axis: training and test of one quantity lie over each other.
import { LineChart } from "../../components/line-chart.js";
import * as format from "../../format.js";
import { placeOf } from "../../models/metric-names.js";
import { namesText, parseNames } from "../../models/name-list.js";
import { nearest, smooth } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { color } from "../../theme.js";

/** The figures of one axis: {link, x(columns)}. `chart(keys)` makes or finds one. */
export class MetricFigures {
  constructor(context, axis) {
    Object.assign(this, { context, axis });
    this.charts = new Map();
    context.life.add(axis.link.onStill(() => this.refine()));
  }

  /** Asks for more detail of what is zoomed into. */
  refine() {
    const { range } = this.axis.link;
    if (!range) return;
    const { data } = this.context;
    for (const { keys, visible } of this.charts.values()) {
      const columns = data.metrics.columns.get(keys[0]);
      if (!visible.now || !columns?.step.length) continue;
      const x = this.axis.x(columns);
      data.metrics.refine(
        keys,
        range.map((at) => columns.step[nearest(x, at)]),
      );
    }
  }

  chart(figure, keys, size = "") {
    const known = this.charts.get(figure);
    if (known) {
      known.keys = keys;
      return known;
    }
    const { context, axis } = this;
    // What stands beside its like keeps its zeros.
    const write = placeOf(keys[0]).part ? format.aligned : format.number;
    const chart = new LineChart(context.life, {
      title: figure,
      link: axis.link,
      size,
      log: logged().has(figure),
      yFormat: (value) => format.metric(keys[0], value, write),
      tickFormat: /PerSecond/.test(keys[0]) ? null : format.tickOf(keys[0]),
      lines: () =>
        chart.keys.flatMap((key) =>
          this.lines(key, context.data.metrics.columns, chart.keys.length > 1),
        ),
      whole: () => this.whole(chart.keys),
      note: () => noteOf(context.data, chart.keys),
      onshow: () => {
        context.data.metrics.need(chart.keys);
        this.refine();
      },
      onlog: (log) => setLogged(figure, log),
    });
    chart.keys = keys;
    this.charts.set(figure, chart);
    return chart;
  }

  update() {
    for (const chart of this.charts.values()) {
      if (chart.visible.now) this.context.data.metrics.need(chart.keys);
      chart.draw();
    }
    this.refine();
  }

  /** Every point of thinned lines, for a table. */
  async whole(keys) {
    const all = await this.context.data.metrics.whole(keys);
    return (
      all &&
      keys.flatMap((key) => this.lines(key, all, keys.length > 1)).filter((line) => !line.quiet)
    );
  }

  lines(key, metrics, isNamed) {
    const { smoothing } = this.context;
    const columns = metrics.get(key);
    if (!columns) return [];
    const series = { x: this.axis.x(columns), y: columns.value };
    const { part } = placeOf(key);
    const paint = () => color(part === "train" ? "--train" : part === "test" ? "--test" : "--c7");
    const line = {
      id: key,
      label: part === "train" ? "Train" : part === "test" ? "Test" : isNamed ? key : "",
      color: paint,
    };
    // What is measured over a whole epoch, or is set, needs no smoothing.
    if (part === "test" || /learningRate/i.test(key) || !(smoothing > 0))
      return [
        {
          ...line,
          ...series,
          dots: part === "test",
          front: part === "test",
          width: part === "test" ? 2 : 1.5,
        },
      ];
    return [
      { ...line, ...series, quiet: true, width: 1, color: () => `${paint()}55` },
      { ...line, ...smooth(series, smoothing), width: 2 },
    ];
  }
}

/** What a figure says while it has no lines of these metrics. */
export function noteOf(data, keys) {
  if (data.failed) return "The service did not answer. These points are read as soon as it does.";
  const isAwaited = keys.some((key) => data.latest.has(key) && !data.metrics.columns.has(key));
  return isAwaited
    ? "Loading\u2026"
    : keys.some((key) => data.latest.has(key))
      ? "No points"
      : "No points yet";
}

/** The figures whose axis is logarithmic, by their names in the URL. */
export const logged = () => new Set(parseNames(view("log")));

export function setLogged(figure, on) {
  const titles = logged();
  if (on) titles.add(figure);
  else titles.delete(figure);
  setView({ log: namesText([...titles]) });
}
