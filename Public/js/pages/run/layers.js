// The layers of the network: what they hold, in how many bits, and how their step sizes fare.
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { icon } from "../../components/icon.js";
import { Table } from "../../components/table.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { complaints, median } from "../../models/attention.js";
import { noiseOf } from "../../models/step-series.js";
import { whenVisible } from "../../components/visibility.js";

export function layers(context) {
  const table = new Table(context.life, columns(context), {
    label: "Layers",
    selected: (row) => row.id === context.layer,
    cards: false,
  });
  const note = h("p");
  const empty = emptyState(
    "No layers yet",
    "They are listed with the first step sizes. A float32 network has none.",
  );
  const element = section("Layers", { note }, table.element, empty);
  const update = () => {
    const rows = context.data.stepSizes.layers().map(rowOf);
    table.element.hidden = !rows.length;
    empty.hidden = rows.length > 0;
    const weights = sum(rows, "weights");
    note.textContent = rows.length
      ? `${format.count(weights)} weights in ${rows.length} ${rows.length === 1 ? "layer" : "layers"}: ${format.bytes(sum(rows, "bytes"), 1)} instead of ${format.bytes(weights * 4, 1)} in float32, ${format.number((sum(rows, "bytes") * 8) / weights, 2)} bits a weight.`
      : "";
    table.update(rows);
  };
  context.pickers.add(update);
  let isRead = false;
  const seen = whenVisible(element, context.life, () => {
    context.data.stepSizes.need();
    if (!isRead) context.data.stepSizes.needBest();
    isRead = true;
  });
  return {
    element,
    update,
    epochEnded: () => (seen.now ? context.data.stepSizes.needBest() : (isRead = false)),
  };
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);

function rowOf({ layer, weight, activation }, index) {
  const points = weight?.points;
  const last = (values) => (values?.length ? values[values.length - 1] : null);
  const ratio = median(points?.updateRatio.slice(-20).filter((value) => value > 0) ?? []);
  return {
    id: layer,
    index,
    kind: kindOf(weight?.shape),
    weightShape: weight?.shape,
    inputShape: activation?.shape,
    weights: weight?.count ?? 0,
    bytes: ((weight?.count ?? 0) * (weight?.bits ?? 32)) / 8,
    weightBits: weight?.bits ?? null,
    inputBits: activation?.bits ?? null,
    weightStep: last(points?.stepSize),
    inputStep: last(activation?.points.stepSize),
    grown: points?.stepSize.length ? last(points.stepSize) / points.stepSize[0] : null,
    ratio: Number.isFinite(ratio) ? ratio : null,
    least: weight?.best?.mse > 0 ? weight.best.stepSize / weight.best.mse : null,
    weightNoise: weight ? noiseOf(weight) : null,
    inputNoise: activation ? noiseOf(activation) : null,
    attention: [weight, activation].filter(Boolean).flatMap(complaints),
  };
}

/** Weights are [out, in, height, width] of a convolution, [out, in] of a linear layer. */
const kindOf = (shape) =>
  shape?.length === 4 ? `conv ${shape[2]} \u00d7 ${shape[3]}` : shape ? "linear" : "";
const size = (shape) => shape?.join(" \u00d7 ") ?? "";

const decibels = (value) => (value === null ? format.DASH : `${format.aligned(value, 3)} dB`);
const NOISE =
  "Signal to noise: mean square of the values against that of their error, at the newest histogram";

const warning = (texts) =>
  h(
    "span.warning",
    { title: texts.join("\n") },
    icon("warning"),
    h("span.hidden", {}, `Needs attention: ${texts.join(", ")}`),
  );

const columns = (context) => [
  {
    id: "layer",
    label: "Layer",
    class: "first",
    value: (row) => row.index,
    text: (row) => row.id,
    mark: (row) => [row.id, row.kind, context.layer === row.id, ...row.attention].join(),
    render: (row) => [
      h(
        "button.link",
        { "aria-pressed": String(context.layer === row.id), onclick: () => context.pick(row.id) },
        row.id,
      ),
      row.attention.length > 0 && warning(row.attention),
      h("span.sub", {}, row.kind),
    ],
  },
  { id: "input", label: "Input", class: "end", text: (row) => size(row.inputShape) },
  {
    id: "shape",
    label: "Weights",
    class: "end",
    value: (row) => row.weights,
    text: (row) => size(row.weightShape),
  },
  {
    id: "bits",
    label: "Bits w / a",
    class: "end",
    value: (row) => row.weightBits,
    text: (row) => `${row.weightBits ?? 32} / ${row.inputBits ?? 32}`,
  },
  {
    id: "bytes",
    label: "Bytes",
    class: "end",
    value: (row) => row.bytes,
    text: (row) => format.count(row.bytes),
  },
  {
    id: "sw",
    label: "s of weights",
    class: "end",
    value: (row) => row.weightStep,
    text: (row) => format.aligned(row.weightStep, 3),
  },
  {
    id: "grown",
    label: "s / s\u2080",
    class: "end",
    value: (row) => row.grown,
    text: (row) => (row.grown === null ? format.DASH : `\u00d7${format.aligned(row.grown, 3)}`),
  },
  {
    id: "sa",
    label: "s of inputs",
    class: "end",
    value: (row) => row.inputStep,
    text: (row) => format.aligned(row.inputStep, 3),
  },
  {
    id: "least",
    label: "s / s of least error",
    class: "end",
    title:
      "The weights' step size against the one of least mean square error, in the newest histogram",
    value: (row) => row.least,
    text: (row) => (row.least === null ? format.DASH : `\u00d7${format.aligned(row.least, 3)}`),
  },
  {
    id: "nw",
    label: "SNR w",
    class: "end",
    title: `${NOISE}; of weights`,
    value: (row) => row.weightNoise,
    text: (row) => decibels(row.weightNoise),
  },
  {
    id: "na",
    label: "SNR a",
    class: "end",
    title: `${NOISE}; of inputs`,
    value: (row) => row.inputNoise,
    text: (row) => decibels(row.inputNoise),
  },
  {
    id: "ratio",
    label: "R",
    class: "end",
    title: "Update ratio of the weights' step size, median of the last 20 records",
    value: (row) => row.ratio,
    text: (row) => format.aligned(row.ratio, 2),
  },
];
