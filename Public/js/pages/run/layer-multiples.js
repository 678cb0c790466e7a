// A small multiple for each layer: how the step sizes of its weights and of its inputs move.
import { saveButtons } from "../../components/figure.js";
import { extentOf, gridPicture, Multiple } from "../../components/multiple.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { complaints } from "../../models/attention.js";
import { color } from "../../theme.js";

const KINDS = ["weight", "activation"];

/** {element, saves, update}; `look()`: {series(quantizer), isRelative, log}. */
export function layerMultiples(context, look) {
  const multiples = new Map();
  const element = h("div.multiples");

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
      element.append(multiple.element);
    }
    return multiples.get(layer);
  }

  return {
    element,
    saves: saves(context.data, multiples),
    update() {
      for (const entry of context.data.stepSizes.layers()) {
        const multiple = multipleOf(entry);
        multiple.update(() => drawingOf(entry, look()));
        multiple.warn(KINDS.flatMap((kind) => (entry[kind] ? complaints(entry[kind]) : [])));
        multiple.pressed(context.layer === entry.layer);
      }
    },
  };
}

/** What the multiple of a layer draws. */
function drawingOf(entry, { series, isRelative, log }) {
  const lines = KINDS.filter((kind) => entry[kind]).map((kind) => {
    const { stepSize } = entry[kind].points;
    return {
      kind,
      ...series(entry[kind]),
      value: (i) =>
        `${format.aligned(stepSize[i], 3)} \u00d7${format.aligned(stepSize[i] / stepSize[0], 3)}`,
    };
  });
  const [low, high] = extentOf(lines);
  return {
    lines,
    log,
    extent: isRelative ? [Math.min(low, 0.95), Math.max(high, 1.05)] : null,
  };
}

/** Saves all multiples as one picture, and every point of them as one table. */
const saves = (data, multiples) =>
  h(
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
        const all = await data.stepSizes.whole();
        return [
          ["layer", "kind", "step", "stepSize"],
          ...[...data.stepSizes.quantizers.values()].flatMap(({ id, layer, kind }) => {
            const { step, stepSize } = all.get(id);
            return step.map((at, i) => [layer, kind, at, stepSize[i]]);
          }),
        ];
      },
    ),
  );
