// R of every layer: how large the updates of the step size are, relative to those of the weights.
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { smoothLog } from "../../models/series.js";
import { LayerFigures } from "./layer-figures.js";

// Half a decade to each side of 1.
export const BAND = { low: 10 ** -0.5, line: 1, high: 10 ** 0.5 };

export function updateRatio(context) {
  const figures = new LayerFigures(context, {
    what: "R",
    options: () => ({
      log: true,
      robust: true,
      band: BAND,
      yFormat: (value) => format.number(value, 3),
    }),
    series: ({ points }) => smoothLog({ x: points.step, y: points.updateRatio }, context.smoothing),
  });
  const note = h(
    "p",
    {},
    "(|\u2202L/\u2202s| / s) / (\u2016\u2202L/\u2202w\u2016 / \u2016w\u2016): near 1, step size and weights learn at the same pace. The band is half a decade to each side.",
  );
  return {
    element: section("Update ratio R", { note }, figures.element),
    update: () => figures.update(),
  };
}
