// The step size and the update ratio of one layer in all compared runs.
import { segmented } from "../../components/controls.js";
import { LineChart } from "../../components/line-chart.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { bandOf } from "../../models/attention.js";
import { normalise, smoothLog } from "../../models/series.js";
import { setView, view } from "../../router.js";

export function layerSteps(context) {
  let kind = view("kind", "weight");
  const layer = layerChoice(context, () => change());
  const change = () => {
    setView({ layer: layer.select.value, kind: kind === "weight" ? null : kind });
    update();
  };
  const quantizerOf = (data) =>
    data.stepSizes.ofKind(kind).find((quantizer) => quantizer.layer === layer.select.value);
  const charts = [
    chartOf(context, quantizerOf, {
      title: "s / s\u2080",
      band: { line: 1 },
      yFormat: (value) => `\u00d7${format.aligned(value, 3)}`,
      tickFormat: format.timesTick,
      series: ({ step, stepSize }) => normalise({ x: step, y: stepSize }),
    }),
    chartOf(context, quantizerOf, {
      title: "Update ratio R",
      log: true,
      robust: true,
      band: bandOf(kind),
      yFormat: (value) => format.aligned(value, 3),
      tickFormat: format.tick,
      series: ({ step, updateRatio }) => smoothLog({ x: step, y: updateRatio }, context.smoothing),
    }),
  ];
  const kinds = segmented(
    "What is quantized",
    [
      ["weight", "Weights"],
      ["activation", "Activations"],
    ],
    kind,
    (value) => {
      kind = value;
      change();
    },
  );
  const element = section(
    "Step sizes of a layer",
    { tools: [layer.select, kinds] },
    h(
      "div.figures",
      {},
      charts.map(({ element }) => element),
    ),
  );
  function update() {
    layer.fill();
    element.hidden = !layer.select.options.length;
    for (const chart of charts) if (chart.visible.now) chart.options.onshow();
    charts[1].set({ band: bandOf(kind) });
    charts[0].draw();
  }
  return { element, update };
}

/**
 * The layers of all runs, {select, fill()}: those of a run that waits come with its first points. Without
 * a choice one from the middle, as the first and the last have 8 bits.
 */
function layerChoice(context, onchange) {
  const select = h("select.field", { "aria-label": "Layer", onchange });
  const fill = () => {
    const layers = [
      ...new Set(
        context.drawn.flatMap(({ data }) => data.stepSizes.layers().map(({ layer }) => layer)),
      ),
    ];
    if (select.options.length === layers.length) return;
    const asked = select.value || view("layer");
    select.replaceChildren(...layers.map((name) => h("option", { value: name }, name)));
    select.value = layers.includes(asked) ? asked : (layers[Math.floor(layers.length / 2)] ?? "");
  };
  return { select, fill };
}

/** A line a run; `quantizerOf(data)`: its quantizer of this layer, `series(points)`: what is drawn of it. */
const chartOf = (context, quantizerOf, { series, ...options }) =>
  new LineChart(context.life, {
    ...options,
    link: context.link,
    hot: () => context.hot,
    note: () =>
      context.drawn.some(({ data }) => data.pending)
        ? "Loading\u2026"
        : "No run has points of this layer",
    onshow: () => {
      for (const { data } of context.drawn)
        if (data.stepSizes.quantizers.size) data.stepSizes.need();
    },
    lines: () =>
      context.drawn.filter(context.hasCurves).flatMap(({ id, name, data, stroke, dash }) => {
        const quantizer = quantizerOf(data);
        return quantizer
          ? [{ id, label: name, color: stroke, dash, ...series(quantizer.points) }]
          : [];
      }),
  });
