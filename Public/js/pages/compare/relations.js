// What depends on what: accuracy against bits and bytes, any quantity against any other, and all
// of them at once.
import { rampStyle } from "../../components/chart-colors.js";
import { Parallel } from "../../components/parallel.js";
import { section } from "../../components/section.js";
import { axisOf, XYPlot } from "../../components/xy-plot.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { setView, view } from "../../router.js";
import { onTheme } from "../../theme.js";
import { bits, columnOf } from "../runs/columns.js";

const ACCURACY = { label: "Test accuracy", write: format.tickOf("accuracy"), tell: (value) => format.percent(value, 2) };
// More axes than this leave no room to read them.
const AXES = 7;

export function relations(context) {
  const { items, life } = context;
  const byBits = new XYPlot(life, "Accuracy against bits");
  const byBytes = new XYPlot(life, "Accuracy against model size");
  const any = new XYPlot(life, "One against another");
  const parallel = new Parallel(life, "Parallel coordinates");
  const offered = offers(items);
  const usual = { px: "param:optimizer.learningRate", py: "last:testAccuracy" };
  const pick = (key, label) => {
    const ids = offered.map(([id]) => id);
    const first = [view(key), usual[key], ids[key === "py" ? ids.length - 1 : 0]].find((id) => ids.includes(id));
    const select = h("select.field", { "aria-label": label, onchange: () => {
      setView({ [key]: select.value });
      update();
    } }, offered.map(([id, text]) => h("option", { value: id }, text)));
    select.value = first ?? "";
    return select;
  };
  const [xs, ys] = [pick("px", "Horizontal axis"), pick("py", "Vertical axis")];
  const element = section("Relations", { tools: [h("label.picks", {}, "Plot", ys), h("label.picks", {}, "against", xs)] },
    h("div.figures", {}, byBits.element, byBytes.element, any.element, parallel.element));
  const points = (x, y) => items.map(({ id, name, run, color }) => ({ label: name, x: x(run), y: y(run), color, href: `#/runs/${id}` }));
  const latest = (key) => (run) => format.real(run.latest[key]?.value);

  function update() {
    byBits.update({ points: points(bits, latest("testAccuracy")), x: { label: "Bits of the weights", ordinal: true, write: (value) => (value === 32 ? "float32" : String(value)) }, y: ACCURACY });
    byBytes.update({ points: points(latest("modelBytes"), latest("testAccuracy")), x: { label: "Bytes of the model", log: true, write: (value) => format.bytes(value) }, y: ACCURACY });
    if (xs.value && ys.value) {
      const [x, y] = [columnOf(xs.value), columnOf(ys.value)];
      any.update({ points: points(x.value, y.value), x: axisOf(x, { ordinal: distinctValues(items, x).length <= 8 }), y: axisOf(y) });
    }
    drawParallel();
  }

  function drawParallel() {
    const differing = offered.filter(([id]) => id.startsWith("param:")).map(([id]) => columnOf(id));
    const axes = [...differing.slice(0, AXES - 1), columnOf("last:testAccuracy")].filter((column) => distinctValues(items, column).length > 0);
    const target = axes[axes.length - 1];
    const reached = items.map(({ run }) => target?.value(run)).filter((value) => typeof value === "number");
    const [low, high] = [Math.min(...reached), Math.max(...reached)];
    parallel.update(items.map(({ id, name, run, color: own }) => {
      const value = target?.value(run);
      // Few runs keep the colours of the legend; many are told apart by what they reached.
      const color = items.length <= 8 ? `var(${own})` : typeof value === "number" ? rampStyle("activation", (value - low) / (high - low || 1)) : "var(--faint)";
      return { id, label: name, color, values: axes.map((column) => column.value(run)) };
    }), axes.map((column) => ({ id: column.id, ...axisOf(column, { ordinal: column.id.startsWith("param:") }) })));
  }

  life.add(onTheme(update));
  return { element, update };
}

const distinctValues = (items, column) => [...new Set(items.map(({ run }) => column.value(run)).filter((value) => value !== null && value !== undefined && value !== ""))];

/** Parameters that differ, then metrics: [[id, label]]. */
function offers(items) {
  const parameters = [...new Set(items.flatMap(({ run }) => Object.keys(run.parameters)))].sort()
    .filter((key) => new Set(items.map(({ run }) => run.parameters[key])).size > 1 && !/^(after|start\.id|name)$/.test(key));
  const metrics = [...new Set(items.flatMap(({ run }) => Object.keys(run.latest)))].sort();
  return [...parameters.map((key) => [`param:${key}`, key]), ...metrics.map((key) => [`last:${key}`, key])];
}
