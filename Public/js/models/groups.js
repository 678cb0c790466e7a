// Runs that share values of parameters, with the mean and the deviation of what they reached.

/** [{id, values, runs}] for each combination of the parameters `keys`. */
export function groupBy(runs, keys) {
  const groups = new Map();
  for (const run of runs) {
    const values = keys.map((key) => run.parameters[key] ?? "");
    const id = JSON.stringify(values);
    if (!groups.has(id)) groups.set(id, { id, values, runs: [] });
    groups.get(id).runs.push(run);
  }
  return [...groups.values()].sort((a, b) => a.id.localeCompare(b.id, undefined, { numeric: true }));
}

/** Mean and deviation (of a sample: n - 1) of the values that are numbers; null if there are none. */
export function statistics(values) {
  const numbers = values.filter((value) => typeof value === "number" && Number.isFinite(value));
  if (!numbers.length) return null;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: numbers.length > 1 ? Math.sqrt(squares / (numbers.length - 1)) : 0, count: numbers.length };
}
