// How the learned step sizes move: all layers over each other, and a small multiple for each layer.
import { check, segmented } from "../../components/controls.js";
import { saveButtons } from "../../components/figure.js";
import { extentOf, gridPicture, Multiple } from "../../components/multiple.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { complaints } from "../../models/attention.js";
import { normalise } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { color } from "../../theme.js";
import { whenVisible } from "../../components/visibility.js";
import { LayerFigures } from "./layer-figures.js";

export function stepSizes(context) {
  const state = {
    unit: view("s", "relative"),
    log: view("slog") === "1",
    show: view("sview", "both"),
  };
  const seriesOf = ({ points }) => {
    const series = { x: points.step, y: points.stepSize };
    return state.unit === "relative" ? normalise(series) : series;
  };
  const chartOptions = () => ({
    log: state.log,
    band: state.unit === "relative" ? { line: 1 } : null,
    yFormat:
      state.unit === "relative"
        ? (value) => `\u00d7${format.number(value, 3)}`
        : (value) => format.number(value, 3),
    tickFormat: state.unit === "relative" ? format.timesTick : format.tick,
  });
  const figures = new LayerFigures(context, {
    what: "Step size",
    options: chartOptions,
    series: seriesOf,
  });
  const grid = h("div.multiples");
  const saves = h(
    "div.figure-tools",
    {},
    saveButtons(
      "Step sizes by layer",
      () => ({
        node: gridPicture([...multiples.values()]),
        legend: [
          [color("--weight"), "Weights"],
          [color("--activation"), "Activations"],
        ],
      }),
      async () => {
        const all = await context.data.wholeSteps();
        return [
          ["layer", "kind", "step", "stepSize"],
          ...[...context.data.quantizers.values()].flatMap(({ id, layer, kind }) => {
            const { step, stepSize } = all.get(id);
            return step.map((at, i) => [layer, kind, at, stepSize[i]]);
          }),
        ];
      },
    ),
  );
  const multiples = new Map();
  const note = h("p");
  const change = (changes) => {
    Object.assign(state, changes);
    setView({
      s: state.unit === "relative" ? null : state.unit,
      slog: state.log ? "1" : null,
      sview: state.show === "both" ? null : state.show,
    });
    figures.set(chartOptions());
    update();
  };
  const tools = [
    segmented(
      "Figures",
      [
        ["both", "Both"],
        ["overlaid", "Overlaid"],
        ["multiples", "By layer"],
      ],
      state.show,
      (show) => change({ show }),
    ),
    segmented(
      "Unit",
      [
        ["relative", "s / s\u2080"],
        ["absolute", "s"],
      ],
      state.unit,
      (unit) => change({ unit }),
    ),
    check("Log", state.log, (log) => change({ log })),
    saves,
  ];
  const element = section("Step sizes", { note, tools }, figures.element, grid);
  whenVisible(element, context.life, () => context.data.needSteps());

  function multipleOf({ layer, weight, activation }) {
    if (!multiples.has(layer)) {
      const detail = [weight?.bits, activation?.bits].filter(Boolean).join("/");
      const multiple = new Multiple(context.life, {
        name: layer,
        detail: `${detail} bit`,
        link: context.steps,
        onpick: () => context.pick(layer),
      });
      multiples.set(layer, multiple);
      grid.append(multiple.element);
    }
    return multiples.get(layer);
  }

  /** What the multiple of a layer draws. */
  function linesOf(layer) {
    const lines = ["weight", "activation"]
      .filter((kind) => layer[kind])
      .map((kind) => {
        const { points } = layer[kind];
        const start = points.stepSize[0];
        return {
          kind,
          ...seriesOf(layer[kind]),
          value: (i) =>
            `${format.number(points.stepSize[i], 3)} \u00d7${format.aligned(points.stepSize[i] / start, 3)}`,
        };
      });
    const [low, high] = extentOf(lines);
    return {
      lines,
      log: state.log,
      extent: state.unit === "relative" ? [Math.min(low, 0.95), Math.max(high, 1.05)] : null,
    };
  }

  function update() {
    figures.element.hidden = state.show === "multiples";
    grid.hidden = saves.hidden = state.show === "overlaid";
    note.textContent =
      state.unit === "relative"
        ? "Each divided by its first value. Select a layer to point it out everywhere."
        : "In the unit of what is quantized. Select a layer to point it out everywhere.";
    figures.update();
    for (const layer of context.data.layers()) {
      const multiple = multipleOf(layer);
      multiple.update(() => linesOf(layer));
      multiple.warn([layer.weight, layer.activation].filter(Boolean).flatMap(complaints));
      multiple.pressed(context.layer === layer.layer);
    }
  }

  context.pickers.add(update);
  return { element, update };
}
