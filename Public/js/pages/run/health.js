// What a quantizer loses: clipped values, codes that flip, error, and the gradient of its step size.
import { segmented } from "../../components/controls.js";
import { icon } from "../../components/icon.js";
import { section } from "../../components/section.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { smooth, smoothLog } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { attentionOf } from "../../models/attention.js";
import { LayerFigures } from "./layer-figures.js";

const both = ["weight", "activation"];
const small = (value) => format.percent(value, Math.abs(value) < 0.001 ? 2 : 1);
const QUANTITIES = {
  clipped: { label: "Clipped", kinds: both, yFormat: small, tickFormat: format.tickOf("share"), log: false, hint: "Share of the values beyond the lowest or highest level.",
    values: ({ clippedLow, clippedHigh }) => clippedLow.map((low, i) => low + clippedHigh[i]) },
  oscillation: { label: "Oscillation", kinds: ["weight"], yFormat: small, tickFormat: format.tickOf("share"), log: false, hint: "Share of the weights whose code changed since the last record. It should fall as training ends.",
    values: ({ oscillation }) => oscillation },
  error: { label: "Error", kinds: both, yFormat: (value) => format.number(value, 3), log: true, hint: "Mean square of the difference between a value and its quantized value.",
    values: ({ mse }) => mse },
  gradient: { label: "Gradient", kinds: both, yFormat: (value) => format.number(value, 2), log: false, hint: "Gradient of the step size as the optimizer sees it.",
    values: ({ gradient }) => gradient },
};

// More names than this are a wall of text; the table of layers marks them all.
const MOST = 12;

export function health(context) {
  let told = "[]";
  let chosen = QUANTITIES[view("health")] ? view("health") : "clipped";
  const hint = h("p");
  const attention = h("p.attention", { hidden: true });
  const figures = new LayerFigures(context, {
    what: "Health",
    series: ({ points }) => {
      const { values, log } = QUANTITIES[chosen];
      return (log ? smoothLog : smooth)({ x: points.step, y: values(points) }, context.smoothing);
    },
  });
  const choose = (key) => {
    chosen = key;
    const { kinds, log, yFormat, tickFormat } = QUANTITIES[key];
    setView({ health: key === "clipped" ? null : key });
    hint.textContent = QUANTITIES[key].hint;
    figures.set({ log, yFormat, tickFormat, robust: true }, kinds);
    figures.update();
  };
  const tools = segmented("Quantity", Object.entries(QUANTITIES).map(([key, { label }]) => [key, label]), chosen, choose);
  choose(chosen);
  return { element: section("Health", { note: hint, tools }, attention, figures.element), update };

  function update() {
    figures.update();
    const ill = attentionOf(context.data.layers());
    const mark = JSON.stringify(ill);
    if (mark === told) return;
    told = mark;
    attention.hidden = !ill.length;
    attention.replaceChildren(icon("warning"), h("b", {}, ` ${ill.length === 1 ? "1 layer needs" : `${ill.length} layers need`} attention`),
      ...ill.slice(0, MOST).flatMap(({ layer, texts }) => [" ", h("button.link", { title: texts.join("\n"), onclick: () => context.layer === layer || context.pick(layer) }, layer)]),
      ...(ill.length > MOST ? [` and ${ill.length - MOST} more, marked below by layer`] : []));
  }
}
