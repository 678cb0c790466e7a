// Keeps the page of a run in step with the event stream.
import { get } from "../../api.js";
import { addBest, raise } from "../../models/best.js";

/**
 * `refresh()` draws; `epochEnded()` says that there may be new histograms and files; `early`: the events
 * that came while the run was read.
 */
export function followRun(context, { refresh, epochEnded }, early) {
  const { life, data } = context;
  const { id } = context.run;
  const ask = async () => {
    const now = await get(`/runs/${id}`, life.signal).catch(() => context.run);
    if (!life.over) context.take(now);
  };
  const take = {
    points(points) {
      if (points.runId !== id) return;
      data.add(points);
      raise(context.run, points.metrics);
      if (points.metrics.some((point) => point.key.startsWith("test"))) epochEnded();
      refresh();
    },
    async job(job) {
      if (job.runId !== id) return;
      const changed = job.state !== context.job?.state;
      context.job = job;
      if (changed) {
        await ask();
        if (life.over) return;
        epochEnded();
      }
      refresh();
    },
  };
  for (const [kind, event] of early) take[kind](event);
  for (const kind of Object.keys(take)) life.on(kind, take[kind]);
  // No event tells of a run that another program ends.
  if (!context.job)
    life.every(10_000, async () => {
      if (context.run.status !== "running" || document.hidden) return;
      await ask();
      if (!life.over) refresh();
    });
  life.on("resync", async () => {
    try {
      const run = await get(`/runs/${id}`, life.signal);
      await addBest(run, life.signal);
      context.take(run);
      if (context.job) context.job = await get(`/jobs/${context.job.id}`, life.signal);
      await data.again(run);
      if (life.over) return;
      epochEnded();
      refresh();
    } catch {
      // The next connection reads it again.
    }
  });
}
