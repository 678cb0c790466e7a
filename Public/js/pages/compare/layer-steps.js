// The step size and the update ratio of one layer in all compared runs.
import { segmented } from "../../components/controls.js";
import { LineChart } from "../../components/line-chart.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { normalise, smoothLog } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { BAND } from "../run/update-ratio.js";

export function layerSteps(context) {
  const state = { layer: view("layer"), kind: view("kind", "weight") };
  const layers = [
    ...new Set(
      context.drawn.flatMap(({ data }) => data.stepSizes.layers().map((entry) => entry.layer)),
    ),
  ];
  const layer = h(
    "select.field",
    { "aria-label": "Layer", onchange: () => change({ layer: layer.value }) },
    layers.map((name) => h("option", { value: name }, name)),
  );
  layer.value = layers.includes(state.layer)
    ? state.layer
    : (layers[Math.floor(layers.length / 2)] ?? "");
  const change = (changes) => {
    Object.assign(state, changes);
    setView({ layer: layer.value, kind: state.kind === "weight" ? null : state.kind });
    update();
  };
  const chart = (title, options, read) =>
    new LineChart(context.life, {
      title,
      link: context.link,
      hot: () => context.hot,
      yFormat: (value) => format.number(value, 3),
      ...options,
      note: () =>
        context.drawn.some(({ data }) => data.pending)
          ? "Loading\u2026"
          : "No run has points of this layer",
      onshow: () =>
        context.drawn.forEach(
          ({ data }) => data.stepSizes.quantizers.size && data.stepSizes.need(),
        ),
      lines: () =>
        context.drawn.filter(context.isShown).flatMap(({ id, name, data, stroke, dash }) => {
          const quantizer = data.stepSizes
            .ofKind(state.kind)
            .find((item) => item.layer === layer.value);
          return quantizer
            ? [{ id, label: name, color: stroke, dash, ...read(quantizer.points) }]
            : [];
        }),
    });
  const charts = [
    chart(
      "s / s\u2080",
      {
        band: { line: 1 },
        yFormat: (value) => `\u00d7${format.number(value, 3)}`,
        tickFormat: format.timesTick,
      },
      ({ step, stepSize }) => normalise({ x: step, y: stepSize }),
    ),
    chart("Update ratio R", { log: true, robust: true, band: BAND }, ({ step, updateRatio }) =>
      smoothLog({ x: step, y: updateRatio }, context.smoothing),
    ),
  ];
  const element = section(
    "Step sizes of a layer",
    {
      tools: [
        layer,
        segmented(
          "What is quantized",
          [
            ["weight", "Weights"],
            ["activation", "Activations"],
          ],
          state.kind,
          (kind) => change({ kind }),
        ),
      ],
    },
    h(
      "div.figures",
      {},
      charts.map(({ element }) => element),
    ),
  );
  element.hidden = !layers.length;
  const update = () => charts.forEach((figure) => figure.draw());
  return { element, update };
}
