// Loss and accuracy of training and test, and every other metric of the run.
import { segmented } from "../../components/controls.js";
import { LineChart } from "../../components/line-chart.js";
import { emptyState } from "../../components/states.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { smooth } from "../../models/series.js";
import { XLink } from "../../models/x-link.js";
import { setView, view } from "../../router.js";
import { color } from "../../theme.js";

/** Which figure a metric belongs to, and its part in it. */
export function placeOf(key) {
  const part = key.match(/^(train|test)(.+)$/);
  if (!part) return { figure: format.title(key), part: null, minor: true };
  if (/loss/i.test(part[2])) return { figure: "Loss", part: part[1] };
  if (/accuracy$/i.test(part[2])) return { figure: "Accuracy", part: part[1] };
  return { figure: format.title(key), part: part[1], minor: true };
}

export function curves(context) {
  let axis = view("axis", "step");
  const seconds = new XLink();
  const charts = new Map();
  const main = h("div.figures");
  const minor = h("div.figures.figures-3");
  const body = h("div.section", {}, main, minor);
  const empty = emptyState("No metrics yet", "The first points appear after a few steps of training.");
  const element = h("section.section", {},
    h("div.section-head", {}, h("h2", {}, "Curves"),
      h("div.tools", {}, segmented("Horizontal axis", [["step", "Step"], ["time", "Time"]], axis, (value) => {
        axis = value;
        setView({ axis: value === "step" ? null : value });
        for (const chart of charts.values()) chart.destroy();
        charts.clear();
        main.replaceChildren();
        minor.replaceChildren();
        update();
      }))),
    body, empty);

  const link = () => (axis === "time" ? seconds : context.steps);
  function chartOf(figure, isMinor) {
    if (!charts.has(figure)) {
      const options = { title: figure, link: link(), size: isMinor ? "short" : "" };
      if (axis === "time") options.xFormat = format.duration;
      const chart = new LineChart(options);
      charts.set(figure, chart);
      (isMinor ? minor : main).append(chart.element);
    }
    return charts.get(figure);
  }

  function update() {
    empty.hidden = context.data.metrics.size > 0;
    body.hidden = !empty.hidden;
    const figures = new Map();
    const keys = [...context.data.metrics.keys()].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
    for (const key of keys) {
      const place = placeOf(key);
      const lines = figures.get(place.figure) ?? { keys: [], minor: place.minor };
      lines.keys.push(key);
      figures.set(place.figure, lines);
    }
    for (const [figure, { keys, minor: isMinor }] of figures) {
      // A single value is a result, not a curve: it stands with the results.
      if (isMinor && keys.every((key) => context.data.metrics.get(key).step.length < 2)) continue;
      const chart = chartOf(figure, isMinor);
      chart.options.yFormat = (value) => format.metric(keys[0], value);
      chart.options.tickFormat = /PerSecond/.test(keys[0]) ? null : format.tickOf(keys[0]);
      chart.setLines(keys.flatMap((key) => linesOf(key, context, axis)));
    }
    minor.hidden = !minor.childNodes.length;
  }

  return { element, update, destroy: () => charts.forEach((chart) => chart.destroy()) };
}

const rank = (key) => ["trainLoss", "testLoss", "trainAccuracy", "testAccuracy"].indexOf(key) + 1 || 9;

function linesOf(key, { data, smoothing, run }, axis) {
  const { step, value, time } = data.metrics.get(key);
  const begin = Date.parse(run.startedAt ?? run.createdAt);
  const series = { x: axis === "time" ? time.map((at) => (at - begin) / 1000) : step, y: value };
  const { part } = placeOf(key);
  const paint = () => color(part === "train" ? "--train" : part === "test" ? "--test" : "--c7");
  const line = { id: key, label: part === "train" ? "Train" : part === "test" ? "Test" : "", color: paint };
  // What is measured over a whole epoch needs no smoothing.
  if (part !== "train" || !(smoothing > 0)) return [{ ...line, ...series, dots: part === "test", front: part === "test", width: part === "test" ? 2 : 1.5 }];
  return [
    { ...line, ...series, quiet: true, width: 1, color: () => `${color("--train")}55` },
    { ...line, ...smooth(series, smoothing), width: 2 },
  ];
}
