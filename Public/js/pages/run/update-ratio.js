// R of every layer: how large the updates of the step size are, relative to those of the weights.
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { bandOf } from "../../models/attention.js";
import { smoothLog } from "../../models/series.js";
import { LayerFigures } from "./layer-figures.js";

export function updateRatio(context) {
  const figures = new LayerFigures(context, {
    what: "R",
    options: (kind) => ({
      log: true,
      robust: true,
      band: bandOf(kind),
      yFormat: (value) => format.number(value, 3),
    }),
    series: ({ points }) => smoothLog({ x: points.step, y: points.updateRatio }, context.smoothing),
  });
  const note = h(
    "p",
    {},
    "(|\u2202L/\u2202s| / s) / (\u2016\u2202L/\u2202w\u2016 / \u2016w\u2016): near 1, step size and weights learn at the same pace; a layer that stays outside the band needs attention. Of an activation, against the weights that it feeds, it is lower.",
  );
  return {
    element: section("Update ratio R", { note }, figures.element),
    update: () => figures.update(),
  };
}
