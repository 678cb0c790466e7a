// How the learned step sizes move: all layers over each other, and a small multiple for each layer.
import { check, segmented } from "../../components/controls.js";
import { section } from "../../components/section.js";
import { whenVisible } from "../../components/visibility.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { normalise } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { LayerFigures } from "./layer-figures.js";
import { layerMultiples } from "./layer-multiples.js";

export function stepSizes(context) {
  const state = {
    unit: view("s", "relative"),
    log: view("slog") === "1",
    show: view("sview", "both"),
  };
  const isRelative = () => state.unit === "relative";
  const series = ({ points }) => {
    const own = { x: points.step, y: points.stepSize };
    return isRelative() ? normalise(own) : own;
  };
  const chartOptions = () => ({ log: state.log, ...(isRelative() ? RELATIVE : ABSOLUTE) });
  const overlaid = new LayerFigures(context, { what: "Step size", options: chartOptions, series });
  const multiples = layerMultiples(context, () => ({
    series,
    isRelative: isRelative(),
    log: state.log,
  }));
  const note = h("p");
  const change = (changes) => {
    Object.assign(state, changes);
    setView({
      s: isRelative() ? null : state.unit,
      slog: state.log ? "1" : null,
      sview: state.show === "both" ? null : state.show,
    });
    overlaid.set(chartOptions());
    update();
  };
  const element = section(
    "Step sizes",
    { note, tools: [...choices(state, change), multiples.saves] },
    overlaid.element,
    multiples.element,
  );
  whenVisible(element, context.life, () => context.data.stepSizes.need());

  function update() {
    overlaid.element.hidden = state.show === "multiples";
    multiples.element.hidden = multiples.saves.hidden = state.show === "overlaid";
    note.textContent = `${
      isRelative() ? "Each divided by its first value." : "In the unit of what is quantized."
    } Select a layer to point it out everywhere.`;
    overlaid.update();
    multiples.update();
  }

  context.pickers.add(update);
  return { element, update };
}

const RELATIVE = {
  band: { line: 1 },
  yFormat: (value) => `\u00d7${format.number(value, 3)}`,
  tickFormat: format.timesTick,
};
const ABSOLUTE = {
  band: null,
  yFormat: (value) => format.number(value, 3),
  tickFormat: format.tick,
};

/** Which figures are shown, in which unit, over which axis. */
const choices = (state, change) => [
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
];
