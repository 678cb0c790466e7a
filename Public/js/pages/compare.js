// Chosen runs side by side: curves over each other, differing parameters, accuracy against bits.
import { get, on } from "../api.js";
import { distinct } from "../components/chart-colors.js";
import { check, segmented, slider } from "../components/controls.js";
import { LineChart } from "../components/line-chart.js";
import { scatter } from "../components/scatter.js";
import { emptyState, loadingState, problemState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, perFrame } from "../dom.js";
import * as format from "../format.js";
import { RunData } from "../models/run-data.js";
import { normalise, smooth, smoothLog } from "../models/series.js";
import { parseRange, rangeText, XLink } from "../models/x-link.js";
import { setView, view } from "../router.js";
import { BAND } from "./run/update-ratio.js";
import { bits } from "./runs.js";

export function open(root) {
  document.title = "Compare \u00b7 Staircase";
  const ids = (view("runs") ?? "").split(",").filter(Boolean);
  if (ids.length < 2) {
    root.append(emptyState("Nothing to compare yet", "Choose two runs or more on the ", h("a", { href: "#/runs" }, "page of runs"), "."));
    return () => {};
  }
  const ends = [];
  let left = false;
  root.append(loadingState("the runs"));
  Promise.all(ids.map(loadOne)).then(
    (items) => left || ends.push(show(root, items)),
    (error) => left || root.replaceChildren(problemState(error, () => location.reload())));
  return () => {
    left = true;
    ends.forEach((end) => end());
  };
}

async function loadOne(id) {
  const data = new RunData(id);
  const [run] = await Promise.all([get(`/runs/${id}`), data.load()]);
  return { run, data };
}

function show(root, items) {
  const state = { smoothing: Number(view("smooth") ?? 0.6), all: view("all") === "1", layer: view("layer"), kind: view("kind", "weight") };
  const link = new XLink(parseRange(view("x")), (range) => setView({ x: rangeText(range) }));
  const colorOf = (index) => () => distinct(index);
  const charts = new Map();
  const figures = h("div.figures");
  const accuracy = scatter();
  const results = new Table(resultColumns, { label: "Results", cards: false, sort: { column: "accuracy", down: true } });
  const steps = h("div.figures");
  const layer = h("select.field", { "aria-label": "Layer", onchange: () => {
    state.layer = layer.value;
    setView({ layer: layer.value });
    draw();
  } });
  const parameters = h("div.table-wrap");
  const keys = h("ul.legend", {}, items.map(({ run }, index) => {
    const swatch = h("span.swatch");
    swatch.dataset.color = String(index % 8);
    return h("li.legend-item", {}, swatch, h("a", { href: `#/runs/${run.id}` }, run.name));
  }));
  root.replaceChildren(
    h("div.page-head", {}, h("p.crumb", {}, h("a", { href: "#/runs" }, "Runs")), h("h1", {}, `${items.length} runs compared`),
      h("div.actions", {}, slider("Smoothing", { min: 0, max: 0.98, step: 0.02, value: state.smoothing, text: (value) => value.toFixed(2) }, (value) => {
        state.smoothing = value;
        setView({ smooth: value === 0.6 ? null : value });
        draw();
      }))),
    keys, h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Curves")), figures),
    h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Accuracy against bits")), h("div.figures", {}, accuracy.element, results.element)),
    h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Step sizes of a layer"), h("div.tools", {}, layer,
      segmented("What is quantized", [["weight", "Weights"], ["activation", "Activations"]], state.kind, (kind) => {
        state.kind = kind;
        setView({ kind: kind === "weight" ? null : kind });
        draw();
      }))), steps),
    h("section.section", {}, h("div.section-head", {}, h("h2", {}, "Parameters"), h("div.tools", {}, check("Equal ones too", state.all, (all) => {
      state.all = all;
      setView({ all: all ? "1" : null });
      drawParameters();
    }))), parameters));

  const chartOf = (id, title, parent, yFormat, tickFormat) => {
    if (!charts.has(id)) {
      charts.set(id, new LineChart({ title, link, yFormat, tickFormat }));
      parent.append(charts.get(id).element);
    }
    return charts.get(id);
  };
  function drawParameters() {
    const names = [...new Set(items.flatMap(({ run }) => Object.keys(run.parameters)))].sort();
    const rows = names.map((name) => [name, items.map(({ run }) => run.parameters[name] ?? format.DASH)]).filter(([, values]) => state.all || new Set(values).size > 1);
    parameters.replaceChildren(rows.length
      ? h("table.table", { "aria-label": "Parameters" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Parameter"), items.map(({ run }) => h("th", { scope: "col" }, run.name)))),
        h("tbody", {}, rows.map(([name, values]) => h("tr", {}, h("td", {}, name), values.map((value) => h("td.mono", {}, value))))))
      : emptyState("All parameters are equal", "Show the equal ones with the box above."));
  }
  const draw = perFrame(() => {
    for (const key of ["trainLoss", "testLoss", "trainAccuracy", "testAccuracy"]) {
      const lines = items.flatMap(({ run, data }, index) => {
        const columns = data.metrics.get(key);
        if (!columns) return [];
        const series = { x: columns.step, y: columns.value };
        return [{ id: run.id, label: run.name, color: colorOf(index), dots: key.startsWith("test"), ...(key.startsWith("train") ? smooth(series, state.smoothing) : series) }];
      });
      if (lines.length) chartOf(key, format.title(key), figures, (value) => format.metric(key, value), format.tickOf(key)).setLines(lines);
    }
    const layers = [...new Set(items.flatMap(({ data }) => data.layers().map((entry) => entry.layer)))];
    if (layer.options.length !== layers.length) layer.replaceChildren(...layers.map((name) => h("option", { value: name }, name)));
    layer.value = layers.includes(state.layer) ? state.layer : layers[Math.floor(layers.length / 2)] ?? "";
    steps.parentElement.hidden = !layers.length;
    const lines = (read) => items.flatMap(({ run, data }, index) => {
      const quantizer = data.ofKind(state.kind).find((item) => item.layer === layer.value);
      return quantizer ? [{ id: run.id, label: run.name, color: colorOf(index), ...read(quantizer.points) }] : [];
    });
    chartOf("s", "s / s\u2080", steps, (value) => `\u00d7${format.number(value, 3)}`).setLines(lines(({ step, stepSize }) => normalise({ x: step, y: stepSize })));
    const ratio = chartOf("R", "Update ratio R", steps, (value) => format.number(value, 3));
    Object.assign(ratio.options, { log: true, robust: true, band: BAND });
    ratio.setLines(lines(({ step, updateRatio }) => smoothLog({ x: step, y: updateRatio }, state.smoothing)));
    accuracy.update(items.map(({ run }, index) => ({ label: run.name, x: bits(run), y: format.real(run.latest.testAccuracy?.value), color: `--c${index % 8}` })).filter(({ x, y }) => x && y !== null));
    results.update(items.map(({ run, data }) => ({ id: run.id, run, data })));
  });
  draw();
  drawParameters();
  const ends = [
    on("points", (points) => {
      const item = items.find(({ run }) => run.id === points.runId);
      if (!item) return;
      item.data.add(points);
      for (const point of points.metrics) item.run.latest[point.key] = point;
      draw();
    }),
    on("resync", () => Promise.all(items.map(async (item) => Object.assign(item, await loadOne(item.run.id)))).then(draw, () => {})),
    draw.cancel,
    accuracy.destroy,
  ];
  return () => {
    ends.forEach((end) => end());
    charts.forEach((chart) => chart.destroy());
  };
}

const best = ({ data }) => {
  const values = data.metrics.get("testAccuracy")?.value ?? [];
  return values.length ? Math.max(...values) : null;
};
const latest = ({ run }, key) => format.real(run.latest[key]?.value);

const resultColumns = [
  { id: "name", label: "Run", class: "grow", value: ({ run }) => run.name, text: ({ run }) => run.name, render: ({ run }) => h("a.name", { href: `#/runs/${run.id}` }, run.name) },
  { id: "bits", label: "Bits", class: "end", value: ({ run }) => bits(run), text: ({ run }) => String(bits(run) ?? format.DASH) },
  { id: "accuracy", label: "Test accuracy", class: "end", value: (row) => latest(row, "testAccuracy"), text: (row) => format.percent(latest(row, "testAccuracy"), 2) },
  { id: "best", label: "Best", class: "end", value: best, text: (row) => format.percent(best(row), 2) },
  { id: "loss", label: "Test loss", class: "end", value: (row) => latest(row, "testLoss"), text: (row) => format.number(latest(row, "testLoss")) },
  { id: "bytes", label: "Model", class: "end", value: (row) => latest(row, "modelBytes"), text: (row) => format.bytes(latest(row, "modelBytes"), 1) },
  { id: "time", label: "Time", class: "end", value: ({ run }) => format.between(run.startedAt, run.endedAt), text: ({ run }) => format.duration(format.between(run.startedAt, run.endedAt)) },
];
