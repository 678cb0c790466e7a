// Runs that share values of parameters or tags, with the mean and the deviation of what they reached.
import { quoted } from "./filter-value.js";
import { compare, numeric } from "./order.js";
import { METHOD, isOfQuantizers, isVoid } from "./parameters.js";

const TAG = "tag:";
const EXPERIMENT = "run:experiment";

/**
 * What a run is grouped by: its experiment, a tag as "tag:KEY", else the parameter of that name, if it
 * means something for the run.
 */
function groupOf(run, key) {
  if (key === EXPERIMENT) return run.experiment;
  if (isVoid(run, key)) return undefined;
  return key.startsWith(TAG) ? run.tags[key.slice(TAG.length)] : run.parameters[key];
}

export const labelOf = (key) => (key === EXPERIMENT ? "experiment" : key.replace(TAG, ""));

/** The condition, in the filter's grammar, that finds the runs of a group. */
export function conditionOf(keys, { values, runs }) {
  const conditions = keys.map((key, i) => {
    const field =
      key === EXPERIMENT
        ? "experiment"
        : key.startsWith(TAG)
          ? `tags."${labelOf(key)}"`
          : `params."${key}"`;
    return `${field} = ${quoted(values[i])}`;
  });
  // Runs of other programs need not tell a method: that condition would leave them out.
  if (keys.some(isOfQuantizers) && runs.some(({ parameters }) => METHOD in parameters))
    conditions.push(`params."${METHOD}" != 'none'`);
  return conditions.join(" and ");
}

/** What runs can be grouped by: groups for a list of boxes. */
export function offeredGroups(runs) {
  const [tags, parameters] = [new Set(), new Set()];
  for (const run of runs) {
    for (const key of Object.keys(run.tags)) tags.add(key);
    for (const key of Object.keys(run.parameters)) parameters.add(key);
  }
  return [
    ["Run", [[EXPERIMENT, labelOf(EXPERIMENT)]]],
    ["Tags", [...tags].sort().map((key) => [TAG + key, key])],
    ["Parameters", [...parameters].sort().map((key) => [key, key])],
  ];
}

/** [{id, values, runs}] for each combination of what `keys` name. */
export function groupBy(runs, keys) {
  const groups = new Map();
  for (const run of runs) {
    const values = keys.map((key) => groupOf(run, key) ?? "");
    const id = JSON.stringify(values);
    if (!groups.has(id)) groups.set(id, { id, values, runs: [] });
    groups.get(id).runs.push(run);
  }
  return [...groups.values()].sort((a, b) => compare(a.values.map(numeric), b.values.map(numeric)));
}

/** Mean and deviation (of a sample: n - 1) of the values that are numbers; null if there are none. */
export function statistics(values) {
  const numbers = values.filter((value) => typeof value === "number" && Number.isFinite(value));
  if (!numbers.length) return null;
  // By differences from one of them: values that are all the same have no deviation, to the last bit.
  const [first] = numbers;
  const mean = first + numbers.reduce((sum, value) => sum + (value - first), 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: numbers.length > 1 ? Math.sqrt(squares / (numbers.length - 1)) : 0,
    count: numbers.length,
  };
}
