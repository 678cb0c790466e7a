// Keeps the table of runs in step with the event stream.
import { rarely } from "../../dom.js";
import { isLater } from "../../models/latest.js";
import { takeJob } from "../../models/run-state.js";

// A run that is not in the table is looked for at most so often: a filter may leave it out.
const SEEK = 30_000;

/** `isFiltered()`: whether a change of a run may take it out of the table. */
export function followRuns(life, runs, body, isFiltered) {
  const states = new Map();
  const sought = new Map();
  // Thousands of rows are not sorted anew for every point of every run, nor read for every job.
  const soon = rarely(500, body.draw);
  const anew = rarely(2000, body.refresh);
  life.add(soon.cancel, anew.cancel);
  const seek = (id) => {
    if (Date.now() - (sought.get(id) ?? 0) < SEEK) return;
    sought.set(id, Date.now());
    anew();
  };
  // Each says itself when to draw.
  const on = (kind, apply) => body.on(kind, apply, () => {});
  on("points", ({ runId, metrics }) => {
    const run = runs.get(runId);
    if (!run) return seek(runId);
    for (const point of metrics)
      if (isLater(point, run.latest[point.key])) run.latest[point.key] = point;
    soon();
  });
  on("job", (job) => {
    const known = runs.get(job.runId);
    const changed = states.get(job.id) !== job.state;
    states.set(job.id, job.state);
    if (!known) return changed && anew();
    if (!takeJob(known, job)) return;
    soon();
    if (isFiltered()) anew();
  });
  life.every(5000, body.draw);
}
