// The metrics of all compared runs over each other: the usual four, and any other that is chosen.
import { checkList } from "../../components/check-list.js";
import { LineChart } from "../../components/line-chart.js";
import { menu } from "../../components/menu.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { RESULTS } from "../../models/metric-names.js";
import { namesText, parseNames } from "../../models/name-list.js";
import { smooth } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { logged, noteOf, setLogged } from "../run/metric-figures.js";

const USUAL = ["trainLoss", "testLoss", "trainAccuracy", "testAccuracy"];

export function curves(context) {
  const charts = new Map();
  const choice = metricChoice(context, () => update());
  const body = h("div.figures");

  function chartOf(key) {
    if (!charts.has(key)) {
      charts.set(
        key,
        new LineChart(context.life, {
          title: format.title(key),
          link: context.link,
          yFormat: (value) => format.metric(key, value),
          tickFormat: format.tickOf(key),
          log: logged().has(key),
          onlog: (log) => setLogged(key, log),
          hot: () => context.hot,
          lines: () => linesOf(context, key),
          note: () => noteOfRuns(context, key),
          whole: () => whole(context, key),
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
  function refine() {
    if (!context.link.range) return;
    const keys = [...charts].filter(([, chart]) => chart.visible.now).map(([key]) => key);
    for (const { data } of context.drawn) data.metrics.refine(keys, context.link.range);
  }
  context.life.add(context.link.onStill(refine));

  function update() {
    const wanted = choice.shown().map(chartOf);
    if (
      wanted.some((chart, index) => body.children[index] !== chart.element) ||
      body.children.length !== wanted.length
    )
      body.replaceChildren(...wanted.map((chart) => chart.element));
    for (const chart of wanted) chart.draw();
    refine();
  }

  return { element: section("Curves", { tools: choice.menu }, body), update };
}

/** Which metrics are drawn: {menu, shown()}; without a choice the usual ones, or the first four. */
function metricChoice({ drawn }, changed) {
  const known = () =>
    [...new Set(drawn.flatMap(({ data }) => [...data.latest.keys()]))]
      .filter((key) => !RESULTS.includes(key))
      .sort();
  let keys = view("metrics") === null ? null : parseNames(view("metrics"));
  const shown = () => {
    if (keys) return keys;
    const all = known();
    return [
      ...USUAL.filter((key) => all.includes(key)),
      ...all.filter((key) => !USUAL.includes(key)),
    ].slice(0, USUAL.length);
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

/** A line a run; `columnsOf(index)`: the points of the run that is drawn at this place. */
function linesOf(
  context,
  key,
  columnsOf = (index) => context.drawn[index].data.metrics.columns.get(key),
) {
  const isTest = key.startsWith("test");
  return context.drawn.flatMap((item, index) => {
    const columns = context.isShown(item) && columnsOf(index);
    if (!columns) return [];
    const { id, name, stroke, dash } = item;
    const series = { x: columns.step, y: columns.value };
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
async function whole(context, key) {
  const { drawn } = context;
  const all = await Promise.all(drawn.map(({ data }) => data.metrics.whole([key])));
  return all.some(Boolean)
    ? linesOf(context, key, (index) => (all[index] ?? drawn[index].data.metrics.columns).get(key))
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
