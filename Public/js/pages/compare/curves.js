// The metrics of all compared runs over each other: the usual four, and any other that is chosen.
import { checkList } from "../../components/check-list.js";
import { segmented } from "../../components/controls.js";
import { LineChart } from "../../components/line-chart.js";
import { menu } from "../../components/menu.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { MAIN, RESULTS } from "../../models/metric-names.js";
import { namesText, parseNames } from "../../models/name-list.js";
import { nearest, smooth } from "../../models/series.js";
import { TIME } from "../../models/x-axis.js";
import { XLink } from "../../models/x-link.js";
import { setView, view } from "../../router.js";
import { logged, noteOf, setLogged } from "../run/metric-figures.js";

export function curves(context) {
  const axes = axesOf(context);
  let axis = Object.hasOwn(axes, view("axis")) ? view("axis") : "step";
  const choice = metricChoice(context, () => update());
  const which = segmented(
    "Axis of the curves",
    Object.entries(axes).map(([key, { label }]) => [key, label]),
    axis,
    (value) => {
      axis = value;
      setView({ axis: value === "step" ? null : value });
      update();
    },
  );
  const body = h("div.figures");
  const refine = () => refineSeen(context, axes[axis]);
  for (const { link } of Object.values(axes)) context.life.add(link.onStill(refine));

  function update() {
    const wanted = choice.shown().map((key) => chartOf(context, axes[axis], key, refine));
    if (
      wanted.some((chart, index) => body.children[index] !== chart.element) ||
      body.children.length !== wanted.length
    )
      body.replaceChildren(...wanted.map((chart) => chart.element));
    for (const chart of wanted) {
      if (chart.visible.now) chart.options.onshow();
      chart.draw();
    }
  }

  return {
    element: section("Curves", { tools: [which, choice.menu] }, body),
    update,
    // The axis of steps is that of the whole page.
    point: () => axes.time.link.setCursor(axes.time.link.cursor),
  };
}

/**
 * What curves may be drawn over: key -> {label, link, x(columns, item), steps(range, columns, item),
 * charts}. Each keeps its charts: one that is not shown is not drawn.
 */
function axesOf(context) {
  const secondsOf = ({ time }, { run }) => {
    const began = Date.parse(run.startedAt ?? run.createdAt);
    return time.map((at) => (at - began) / 1000);
  };
  return {
    step: {
      label: "Step",
      link: context.link,
      x: ({ step }) => step,
      steps: (range) => range,
      charts: new Map(),
    },
    time: {
      label: "Time",
      link: new XLink(null, undefined, TIME),
      x: secondsOf,
      steps(range, columns, item) {
        const seconds = secondsOf(columns, item);
        return range.map((at) => columns.step[nearest(seconds, at)]);
      },
      charts: new Map(),
    },
  };
}

/** The figure of a metric over an axis. */
function chartOf(context, axis, key, refine) {
  const { charts, link } = axis;
  if (!charts.has(key)) {
    charts.set(
      key,
      new LineChart(context.life, {
        title: format.title(key),
        link,
        yFormat: (value) => format.metric(key, value, format.aligned),
        tickFormat: format.tickOf(key),
        log: logged().has(key),
        onlog: (log) => setLogged(key, log),
        hot: () => context.hot,
        lines: () => linesOf(context, axis, key),
        note: () => noteOfRuns(context, key),
        whole: () => whole(context, axis, key),
        onshow: () => {
          context.drawn.forEach(({ data }) => data.metrics.need([key]));
          refine();
        },
      }),
    );
  }
  return charts.get(key);
}

/** Asks for more detail of what is zoomed into. */
function refineSeen({ drawn }, { link, charts, steps }) {
  if (!link.range) return;
  const keys = [...charts].filter(([, chart]) => chart.visible.now).map(([key]) => key);
  for (const item of drawn) {
    const { metrics } = item.data;
    const read = keys.map((key) => metrics.columns.get(key)).filter((own) => own?.step.length);
    if (!read.length) continue;
    // Of all that is seen the one that tells steps apart best.
    const finest = read.reduce((best, own) => (own.step.length > best.step.length ? own : best));
    metrics.refine(keys, steps(link.range, finest, item));
  }
}

/** Which metrics are drawn: {menu, shown()}; without a choice the usual ones, or the first four. */
function metricChoice(context, changed) {
  const known = () =>
    [...new Set(context.drawn.flatMap(({ data }) => [...data.latest.keys()]))]
      .filter((key) => !RESULTS.includes(key))
      .sort();
  let keys = view("metrics") === null ? null : parseNames(view("metrics"));
  const shown = () => {
    if (keys) return keys;
    const all = known();
    return [
      ...MAIN.filter((key) => all.includes(key)),
      ...all.filter((key) => !MAIN.includes(key)),
    ].slice(0, MAIN.length);
  };
  const choose = (key, on) => {
    keys = on ? [...shown(), key] : shown().filter((other) => other !== key);
    setView({ metrics: namesText(keys) });
    changed();
  };
  const tool = menu("Metrics", (panel) =>
    panel.append(
      checkList(
        "metrics",
        [["Metrics", known().map((key) => [key, key])]],
        (key) => shown().includes(key),
        choose,
      ),
    ),
  );
  return { menu: tool, shown };
}

/** A line a run; `columnsOf(item)`: the points of a run. */
function linesOf(context, { x }, key, columnsOf = ({ data }) => data.metrics.columns.get(key)) {
  const isTest = key.startsWith("test");
  return context.drawn.flatMap((item) => {
    const columns = context.hasCurves(item) && columnsOf(item);
    if (!columns) return [];
    const { id, name, stroke, dash } = item;
    const series = { x: x(columns, item), y: columns.value };
    return [
      {
        id,
        label: name,
        color: stroke,
        dash,
        dots: isTest,
        ...(isTest ? series : smooth(series, context.smoothing)),
      },
    ];
  });
}

/** The lines with every point of every run, if any of them has more than are drawn. */
async function whole(context, axis, key) {
  const all = new Map(
    await Promise.all(
      context.drawn.map(async (item) => [item, await item.data.metrics.whole([key])]),
    ),
  );
  return [...all.values()].some(Boolean)
    ? linesOf(context, axis, key, (item) => (all.get(item) ?? item.data.metrics.columns).get(key))
    : null;
}

/** What a figure says while it has no lines of any run. */
function noteOfRuns({ drawn }, key) {
  const notes = drawn.map(({ data }) => noteOf(data, [key]));
  return (
    notes.find((text) => text.startsWith("Loading")) ??
    notes.find((text) => text.startsWith("The service")) ??
    "No points"
  );
}
