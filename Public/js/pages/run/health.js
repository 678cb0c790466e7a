// What a quantizer loses: clipped values, codes that flip, error, and the gradient of its step size.
import { segmented } from "../../components/controls.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { smooth, smoothLog } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { LayerFigures } from "./layer-figures.js";

const both = ["weight", "activation"];
const small = (value) => format.percent(value, Math.abs(value) < 0.001 ? 2 : 1);
const QUANTITIES = {
  clipped: {
    label: "Clipped",
    kinds: both,
    yFormat: small,
    tickFormat: format.tickOf("share"),
    log: false,
    hint: "Share of the values beyond the lowest or highest level.",
    values: ({ clippedLow, clippedHigh }) =>
      clippedLow.map((low, i) => (low === null ? clippedHigh[i] : low + clippedHigh[i])),
  },
  oscillation: {
    label: "Oscillation",
    kinds: ["weight"],
    yFormat: small,
    tickFormat: format.tickOf("share"),
    log: false,
    hint: "Share of the weights whose code changed since the last record. It should fall as training ends.",
    values: ({ oscillation }) => oscillation,
  },
  error: {
    label: "Error",
    kinds: both,
    yFormat: (value) => format.number(value, 3),
    log: true,
    hint: "Mean square of the difference between a value and its quantized value, in its own unit. Layers compare by their SNR, in the table below.",
    values: ({ mse }) => mse,
  },
  gradient: {
    label: "Gradient",
    kinds: both,
    yFormat: (value) => format.number(value, 2),
    log: false,
    hint: "Gradient of the step size as the optimizer sees it.",
    values: ({ gradient }) => gradient,
  },
};

export function health(context) {
  let chosen = QUANTITIES[view("health")] ? view("health") : "clipped";
  const hint = h("p");
  const body = h("div");
  // Each quantity keeps its figures: those that are not shown are not drawn.
  const made = new Map();
  const figures = () => {
    if (!made.has(chosen)) made.set(chosen, figuresOf(context, QUANTITIES[chosen]));
    return made.get(chosen);
  };
  const choose = (key) => {
    chosen = key;
    setView({ health: key === "clipped" ? null : key });
    hint.textContent = QUANTITIES[key].hint;
    body.replaceChildren(figures().element);
    figures().update();
  };
  const tools = segmented(
    "Quantity",
    Object.entries(QUANTITIES).map(([key, { label }]) => [key, label]),
    chosen,
    choose,
  );
  choose(chosen);
  return {
    element: section("Health", { note: hint, tools }, body),
    update: () => figures().update(),
  };
}

const figuresOf = (context, { label, kinds, log, yFormat, tickFormat, values }) =>
  new LayerFigures(context, {
    what: label,
    kinds,
    options: () => ({ log, yFormat, tickFormat, robust: true }),
    series: ({ points }) =>
      (log ? smoothLog : smooth)({ x: points.step, y: values(points) }, context.smoothing),
  });
