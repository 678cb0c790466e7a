// The columns of the table of runs: which there are, which are shown, how each is drawn.
import { agoColumn, nameLink } from "../../components/cells.js";
import { badge } from "../../components/progress.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { namesText, parseNames } from "../../models/name-list.js";
import { isSystem } from "../../models/metric-names.js";
import { compare, numeric } from "../../models/order.js";
import { secondsOfRun } from "../../models/run-state.js";
import { setView, view } from "../../router.js";

const KEPT = "runs.columns";
const USUAL = [
  "bits",
  "last:testAccuracy",
  "last:testLoss",
  "last:trainAccuracy",
  "last:trainLoss",
  "step",
  "time",
  "created",
];
// Of the metrics of other programs so many are usual.
const MOST = 5;

/** Bits of the weights; 32 for float32, null if the run does not say. */
export function bits({ parameters }) {
  if (parameters["quantizer.method"] === "none") return 32;
  const value = Number(parameters["quantizer.weightBits"]);
  return Number.isFinite(value) && value > 0 ? value : null;
}

export function bitsText(run) {
  if (bits(run) === 32) return "32";
  const [w, a] = ["quantizer.weightBits", "quantizer.activationBits"].map(
    (key) => run.parameters[key],
  );
  return w ? `${w} / ${a ?? w}` : "";
}

const lastStep = ({ latest }) =>
  Object.values(latest).reduce((most, { step }) => Math.max(most, step), -1);

const FIELDS = {
  bits: { label: "Bits", title: "Bits of weights / activations", value: bits, text: bitsText },
  step: {
    label: "Step",
    value: (run) => (lastStep(run) < 0 ? null : lastStep(run)),
    text: (run) => (lastStep(run) < 0 ? "" : format.count(lastStep(run))),
    unit: format.count,
  },
  time: {
    label: "Time",
    value: secondsOfRun,
    text: (run) =>
      secondsOfRun(run) === null
        ? ""
        : (run.endedAt ? format.seconds : format.duration)(secondsOfRun(run)),
    unit: format.seconds,
  },
  created: agoColumn("created", "Made", (run) => run.createdAt),
};

const ENDS = {
  last: (run, key) => run.latest[key]?.value,
  min: (run, key) => run.extremes?.[key]?.min,
  max: (run, key) => run.extremes?.[key]?.max,
};

/** A column by its name: a field, "last:KEY", "min:KEY", "max:KEY" of a metric, "param:KEY", "tag:KEY". */
export function columnOf(id) {
  if (FIELDS[id]) return { id, class: "end", ...FIELDS[id] };
  const [kind, key] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  if (kind === "param") {
    return {
      id,
      label: key.replace(/[^.]+\./, ""),
      whole: key,
      title: key,
      class: "end",
      value: (run) => numeric(run.parameters[key]),
      text: (run) => run.parameters[key] ?? "",
    };
  }
  if (kind === "tag") {
    return {
      id,
      label: key,
      whole: `tag ${key}`,
      title: `Tag ${key}`,
      class: "end",
      value: (run) => numeric(run.tags[key]),
      text: (run) => run.tags[key] ?? "",
    };
  }
  const value = (run) => format.real(ENDS[kind]?.(run, key));
  const text = (run) => (value(run) === null ? "" : format.metric(key, value(run), format.aligned));
  // A run that diverged is seen among others.
  const isLost = (run) => value(run) !== null && !Number.isFinite(value(run));
  const plain = format.metric(key, 0.5) === format.number(0.5);
  return {
    id,
    label: kind === "last" ? format.title(key) : `${format.title(key)}, ${kind}`,
    whole: kind === "last" ? key : `${key}, ${kind}`,
    title: key,
    class: "end",
    value,
    text,
    render: (run) => (isLost(run) ? h("span.lost", {}, text(run)) : text(run)),
    unit: plain ? undefined : (mean) => format.metric(key, mean),
    tick: format.tickOf(key),
  };
}

/** Columns by their names. Labels that several would have, as "name" of model.name and dataset.name, are written whole. */
export function columnsOf(ids) {
  const columns = ids.map(columnOf);
  const times = Map.groupBy(columns, ({ label }) => label);
  return columns.map((column) =>
    times.get(column.label).length > 1
      ? { ...column, label: column.whole ?? column.label }
      : column,
  );
}

export const nameColumn = {
  id: "name",
  label: "Run",
  class: "grow",
  value: (run) => run.name,
  text: (run) => run.name,
  render: (run) => [
    nameLink(`#/runs/${run.id}`, run.name),
    h("span.sub", {}, `${run.experiment} \u00b7 ${run.id.slice(0, 8)}`),
  ],
};

export const statusColumn = {
  id: "status",
  label: "Status",
  class: "corner",
  value: (run) => run.status,
  text: (run) => run.status,
  render: (run) => badge(run.status),
};

/** What the URL names, else what this browser kept; null if nothing was chosen. */
export function chosenColumns() {
  if (view("cols")) return parseNames(view("cols"));
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

/**
 * What is shown without a choice. Where most runs are of other programs: of the usual columns and of
 * what those logged, whatever one run in twenty has.
 */
export function usualColumns(runs) {
  const others = runs.filter((run) => !run.jobId);
  if (others.length * 2 <= runs.length) return USUAL;
  const counts = new Map();
  for (const key of others.flatMap(({ latest }) => Object.keys(latest)))
    if (!isSystem(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isCommon = (count) => count * 20 >= runs.length;
  const logged = [...counts]
    .filter(([, count]) => isCommon(count))
    .sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
    .slice(0, MOST)
    .map(([key]) => `last:${key}`);
  const hasOf =
    ({ value }) =>
    (run) =>
      (value(run) ?? null) !== null;
  const ours = USUAL.slice(0, 5).filter((id) => isCommon(runs.filter(hasOf(columnOf(id))).length));
  return [...new Set([...ours, ...logged, ...USUAL.slice(5)])];
}

export function chooseColumns(ids) {
  setView({ cols: ids.join() === USUAL.join() ? null : namesText(ids) });
  try {
    localStorage.setItem(KEPT, JSON.stringify(ids));
  } catch {
    // Not kept where storage is forbidden.
  }
}

/** Goes back to the usual columns. */
export function forgetColumns() {
  setView({ cols: null });
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // Nothing is kept where storage is forbidden.
  }
}

/** The metrics whose extremes the columns show. */
export const extremesOf = (ids) => [
  ...new Set(ids.filter((id) => /^(min|max):/.test(id)).map((id) => id.slice(4))),
];

/** What may be chosen: groups for a list of boxes. */
export function offeredColumns(runs) {
  const metrics = new Set();
  const parameters = new Set();
  const tags = new Set();
  for (const run of runs) {
    for (const key of Object.keys(run.latest)) metrics.add(key);
    for (const key of Object.keys(run.parameters)) parameters.add(key);
    for (const key of Object.keys(run.tags)) tags.add(key);
  }
  const ends = ["last", "min", "max"];
  return [
    ["Run", Object.entries(FIELDS).map(([id, { label }]) => [id, label])],
    [
      "Metrics",
      [...metrics]
        .sort()
        .flatMap((key) =>
          ends.map((end) => [`${end}:${key}`, end === "last" ? key : `${key}, ${end}`]),
        ),
    ],
    ["Parameters", [...parameters].sort().map((key) => [`param:${key}`, key])],
    ["Tags", [...tags].sort().map((key) => [`tag:${key}`, key])],
  ];
}
