// The best accuracy that runs reached: of all their points, whatever of them is drawn.
import { list } from "../api.js";
import { real } from "../format.js";
import { quoted } from "./filter-value.js";

const KEY = "testAccuracy";
// As many ids as a URL has room for.
const CHUNK = 100;

/** Runs by their ids, in this order, with the extremes of their accuracy; without those that are gone. */
export async function runsWithBest(ids, signal) {
  const chunks = Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, i) =>
    ids.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  const found = await Promise.all(
    chunks.map((some) => {
      const filter = `run_id IN (${some.map(quoted).join(", ")})`;
      return list(`/runs?extremes=${KEY}&filter=${encodeURIComponent(filter)}`, { signal });
    }),
  );
  const runs = new Map(found.flat().map((run) => [run.id, run]));
  return ids.flatMap((id) => runs.get(id) ?? []);
}

/** Gives a run the extremes of its accuracy, unless the job told the best at its end. */
export async function addBest(run, signal) {
  if (!run.latest[KEY] || run.latest.bestTestAccuracy) return;
  const [found] = await runsWithBest([run.id], signal).catch(() => []);
  run.extremes = found?.extremes;
}

/** What a job told at its end, else the highest point; null of a run that was never tested. */
export const bestOf = (run) => real(run.latest.bestTestAccuracy?.value ?? run.extremes?.[KEY]?.max);

/** Takes the points of an event. */
export function raise(run, metrics) {
  for (const { key, value } of metrics) {
    const v = real(value);
    if (key !== KEY || !Number.isFinite(v)) continue;
    const known = run.extremes?.[KEY];
    // Of a run whose first points are older than this page the extremes were asked for.
    run.extremes = {
      ...run.extremes,
      [KEY]: { min: Math.min(known?.min ?? v, v), max: Math.max(known?.max ?? v, v) },
    };
  }
}
