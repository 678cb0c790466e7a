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
import { bits, bitsText } from "../runs/columns.js";
import { differing, tellingColumn } from "./differences.js";

const ACCURACY = {
  label: "Test accuracy",
  write: format.tickOf("accuracy"),
  tell: (value) => format.percent(value, 2),
};
const BITS = {
  label: "Bits of the weights",
  ordinal: true,
  write: (value) => (value === 32 ? "float32" : String(value)),
};
const BYTES = { label: "Bytes of the model", log: true, write: (value) => format.bytes(value) };
const USUAL = { px: "param:optimizer.learningRate", py: "last:testAccuracy" };
// More axes than this leave no room to read them.
const AXES = 7;
// Values of a parameter, which then stand side by side.
const FEW = 8;
// Distinct colours that there are.
const COLORS = 8;

export function relations(context) {
  const { items, life } = context;
  const byBits = new XYPlot(life, "Accuracy against bits");
  const byBytes = new XYPlot(life, "Accuracy against model size");
  const any = new XYPlot(life, "One against another");
  const parallel = new Parallel(life, "Parallel coordinates");
  const offered = offers(items);
  const [xs, ys] = [
    picker(offered, "px", "Horizontal axis", () => update()),
    picker(offered, "py", "Vertical axis", () => update()),
  ];
  const element = section(
    "Relations",
    { tools: [h("label.picks", {}, "Plot", ys), h("label.picks", {}, "against", xs)] },
    h("div.figures", {}, byBits.element, byBytes.element, any.element, parallel.element),
  );
  const points = (x, y, tag) =>
    items.filter(context.isShown).map(({ id, name, run, color }) => ({
      label: name,
      x: x(run),
      y: y(run),
      tag: tag?.(run),
      color,
      href: `#/runs/${id}`,
    }));

  function update() {
    const accuracy = latest("testAccuracy");
    // Networks of other programs need not have bits.
    byBits.element.hidden = !items.some(({ run }) => bits(run) !== null);
    byBytes.element.hidden =
      byBits.element.hidden && !items.some(({ run }) => run.latest.modelBytes);
    byBits.update({ points: points(bits, accuracy), x: BITS, y: ACCURACY });
    byBytes.update({
      points: points(latest("modelBytes"), accuracy, bitsText),
      x: BYTES,
      y: ACCURACY,
    });
    if (xs.value && ys.value) {
      const [x, y] = [tellingColumn(xs.value), tellingColumn(ys.value)];
      any.update({
        points: points(x.value, y.value),
        x: axisOf(x, kindOf(items, x)),
        y: axisOf(y, { log: kindOf(items, y).log }),
      });
    }
    drawParallel(parallel, context, offered, ys.value ? tellingColumn(ys.value) : null);
  }

  life.add(onTheme(update));
  return { element, update, point: (id) => parallel.point(id) };
}

const latest = (key) => (run) => format.real(run.latest[key]?.value);

/** Chooses what is along an axis; the view state keeps it as `key`. */
function picker(offered, key, label, changed) {
  const ids = offered.map(([id]) => id);
  const first = [view(key), USUAL[key], ids[key === "py" ? ids.length - 1 : 0]].find((id) =>
    ids.includes(id),
  );
  const select = h(
    "select.field",
    {
      "aria-label": label,
      onchange: () => {
        setView({ [key]: select.value });
        changed();
      },
    },
    offered.map(([id, text]) => h("option", { value: id }, text)),
  );
  select.value = first ?? "";
  return select;
}

/** A line a run through the parameters that differ, to `target`, the column of what the runs reached. */
function drawParallel(parallel, { items, isShown }, offered, target) {
  const told = offered
    .filter(([id]) => id.startsWith("param:") && id !== target?.id)
    .map(([id]) => tellingColumn(id));
  const axes = [...told.slice(0, AXES - 1), ...(target ? [target] : [])].filter(
    (column) => distinctValues(items, column).length > 0,
  );
  const reached = items.map(({ run }) => target?.value(run)).filter(Number.isFinite);
  const [low, high] = [Math.min(...reached), Math.max(...reached)];
  parallel.update(
    items.filter(isShown).map(({ id, name, run, color: own }) => {
      const value = target?.value(run);
      // Few runs keep the colours of the legend; many are told apart by what they reached.
      const color =
        items.length <= COLORS
          ? `var(${own})`
          : Number.isFinite(value)
            ? rampStyle("activation", (value - low) / (high - low || 1))
            : "var(--faint)";
      return { id, label: name, color, values: axes.map((column) => column.value(run)) };
    }),
    axes.map((column) => ({ id: column.id, ...axisOf(column, kindOf(items, column)) })),
  );
}

const distinctValues = (items, column) => [
  ...new Set(
    items
      .map(({ run }) => column.value(run))
      .filter((value) => value !== null && value !== undefined && value !== ""),
  ),
];

/** Few values of a parameter stand side by side; what spreads over decades, by its logarithm. */
function kindOf(items, column) {
  const values = distinctValues(items, column);
  const numbers = values.filter(Number.isFinite);
  const isWide =
    numbers.length > 0 &&
    numbers.every((value) => value > 0) &&
    Math.max(...numbers) >= 100 * Math.min(...numbers);
  return { ordinal: column.id.startsWith("param:") && values.length <= FEW, log: isWide };
}

/** Parameters that differ, then metrics: [[id, label]]. */
function offers(items) {
  const parameters = differing(items).filter((key) => !/^(after|start\.id|name)$/.test(key));
  const metrics = [...new Set(items.flatMap(({ run }) => Object.keys(run.latest)))].sort();
  return [
    ...parameters.map((key) => [`param:${key}`, key]),
    ...metrics.map((key) => [`last:${key}`, key]),
  ];
}
