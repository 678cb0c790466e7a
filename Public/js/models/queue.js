// Jobs in the order in which they run, will run and ran, and what those that wait lack.
import { hear, isSilent } from "./worker-state.js";

const ORDER = ["running", "stopping", "queued", "blocked"];

export class Queue {
  constructor() {
    this.jobs = new Map();
    this.workers = new Map();
    // Jobs in the order in which they were made, which breaks ties: `createdAt` is that of a whole study.
    this.made = new Map();
    /** Instruction sets, each with those before it; empty until a job asks for one. */
    this.instructions = [];
    /** The highest priority of the jobs in the queue, as of the last `ordered`. */
    this.highest = 0;
  }

  /** Takes all jobs, the first that was made first. */
  replace(jobs) {
    this.jobs.clear();
    this.made.clear();
    for (const job of jobs) this.keep(job);
  }

  /** Takes a job as an event tells it. */
  hear(job) {
    this.keep(job);
    hear(this.workers, job);
  }

  /** Takes a job as the service tells it. */
  keep(job) {
    if (!this.made.has(job.id)) this.made.set(job.id, this.made.size);
    // Where it stood when the service said when it starts.
    const told = { startsAt: startOf(job), startsAs: job.queuePosition };
    this.jobs.set(job.id, { ...job, ...told, made: this.made.get(job.id) });
  }

  count(state) {
    return [...this.jobs.values()].filter((job) => job.state === state).length;
  }

  /** What runs, then what is next, then what ended, the newest first. */
  ordered() {
    this.place();
    const workers = this.present();
    for (const job of this.jobs.values()) job.lacks = this.lack(job, workers);
    return [...this.jobs.values()].sort(byUrgency);
  }

  /**
   * Events tell of one job at a time, but a job that leaves the queue moves all behind it: places
   * are counted here, in the service's order: the highest priority first, then the oldest.
   */
  place() {
    const queued = [...this.jobs.values()].filter((job) => job.state === "queued");
    queued.sort((a, b) => b.spec.priority - a.spec.priority || a.made - b.made);
    // One that is to be tried again later has no place until then.
    const isLater = ({ notBefore }) => notBefore && Date.parse(notBefore) > Date.now();
    let place = 0;
    for (const job of queued) job.queuePosition = isLater(job) ? null : ++place;
    this.highest = queued[0]?.spec.priority ?? 0;
  }

  /** The workers that still speak: no event tells of one that is gone. */
  present() {
    return [...this.workers.values()].filter((worker) => !isSilent(worker));
  }

  /** Why no worker there is would take a job of the queue; empty if one would. */
  lack({ state, spec: { needs } }, workers = this.present()) {
    if (state !== "queued") return "";
    if (!workers.length) return "no worker there";
    const free = workers.filter((worker) => !worker.draining);
    if (!free.length) return "all workers are drained";
    const rank = (set) => this.instructions.indexOf(set);
    const fits = (worker) =>
      worker.threads >= needs.threads &&
      worker.memoryBytes >= needs.memoryBytes &&
      rank(worker.instructionSet) >= rank(needs.instructionSet);
    return free.some(fits) ? "" : "no worker fits";
  }
}

/** When a job starts, in milliseconds as Date.now(), as the service tells it now; null if it does not. */
export const startOf = ({ startsInSeconds }) =>
  startsInSeconds > 0 ? Date.now() + 1000 * startsInSeconds : null;

function byUrgency(a, b) {
  const rank = (job) => ORDER.indexOf(job.state) + 1 || 9;
  const place = (job) => job.queuePosition ?? (job.state === "queued" ? Infinity : 0);
  return (
    rank(a) - rank(b) ||
    place(a) - place(b) ||
    (b.endedAt ?? b.createdAt).localeCompare(a.endedAt ?? a.createdAt)
  );
}
