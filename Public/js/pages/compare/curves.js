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
  const known = () =>
    [...new Set(context.drawn.flatMap(({ data }) => [...data.latest.keys()]))]
      .filter((key) => !RESULTS.includes(key))
      .sort();
  let keys = view("metrics") === null ? null : parseNames(view("metrics"));
  const body = h("div.figures");
  const choose = (key, on) => {
    keys = on ? [...shown(), key] : shown().filter((other) => other !== key);
    setView({ metrics: namesText(keys) });
    update();
  };
  const tools = menu("Metrics", (panel) =>
    panel.append(
      checkList(
        "metrics",
        [["Metrics", known().map((key) => [key, key])]],
        (key) => shown().includes(key),
        choose,
      ),
    ),
  );
  const element = section("Curves", { tools }, body);
  const shown = () =>
    keys ??
    [
      ...known()
        .filter((key) => USUAL.includes(key))
        .sort((a, b) => USUAL.indexOf(a) - USUAL.indexOf(b)),
      ...known().filter((key) => !USUAL.includes(key)),
    ].slice(0, 4);

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
          lines: () => lines(key),
          note: () => note(key),
          whole: () => whole(key),
          onshow: () => {
            context.drawn.forEach(({ data }) => data.need([key]));
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
    for (const { data } of context.drawn) data.refine(keys, context.link.range);
  }
  context.life.add(context.link.onStill(refine));

  const note = (key) => {
    const notes = context.drawn.map(({ data }) => noteOf(data, [key]));
    return (
      notes.find((text) => text.startsWith("Loading")) ??
      notes.find((text) => text.startsWith("The service")) ??
      "No points"
    );
  };

  /** Every point of every run, if any of them has more than are drawn. */
  async function whole(key) {
    const all = await Promise.all(context.drawn.map(({ data }) => data.whole([key])));
    return all.some(Boolean)
      ? lines(key, (index) => (all[index] ?? context.drawn[index].data.metrics).get(key))
      : null;
  }

  const lines = (key, columnsOf = (index) => context.drawn[index].data.metrics.get(key)) =>
    context.drawn.flatMap((item, index) => {
      const columns = context.isShown(item) && columnsOf(index);
      if (!columns) return [];
      const { id, name, stroke, dash } = item;
      const series = { x: columns.step, y: columns.value };
      const isTest = key.startsWith("test");
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

  function update() {
    const wanted = shown().map(chartOf);
    if (
      wanted.some((chart, index) => body.children[index] !== chart.element) ||
      body.children.length !== wanted.length
    )
      body.replaceChildren(...wanted.map((chart) => chart.element));
    for (const chart of wanted) chart.draw();
    refine();
  }

  return { element, update };
}
