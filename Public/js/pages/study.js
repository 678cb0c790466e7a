// A study: what became of its jobs, and what they found.
import { get, list } from "../api.js";
import { liveBody } from "../components/live-body.js";
import { emptyState } from "../components/states.js";
import { h, rarely } from "../dom.js";
import { head as headOf } from "./study/head.js";
import { results as resultsOf } from "./study/results.js";

export function open(root, life, { id }) {
  let study = null;
  let head = null;
  const jobs = new Map();
  const base = `/studies/${encodeURIComponent(id)}`;
  const results = resultsOf(life, jobs, () => body.draw());
  const none = emptyState("No results yet", "The table and the figure fill in as jobs end.");
  const holder = h("div");
  root.append(holder);

  const body = liveBody(life, holder, {
    what: "the study",
    async load(signal) {
      const [found, own] = await Promise.all([
        get(base, signal),
        list(`/jobs?study=${encodeURIComponent(id)}`, { signal }),
      ]);
      study = found;
      for (const job of own) jobs.set(job.id, job);
      drawHead();
    },
    draw() {
      results.update(study);
      return study.table.rows.length ? results.element : none;
    },
  });

  /** The head is made once, so that a button that asks keeps asking while jobs end. */
  function drawHead() {
    if (!head) {
      head = headOf(study, base);
      holder.before(head.element, ...claimOf(study));
    }
    head.update(study, jobs);
  }

  // Means over seeds are the service's work.
  const soon = rarely(300, body.refresh);
  life.on("job", (job) => {
    if (!jobs.has(job.id) && job.study !== id) return;
    const changed = jobs.get(job.id)?.state !== job.state;
    jobs.set(job.id, job);
    if (changed) soon();
  });
  life.add(soon.cancel);
}

const claimOf = ({ claim }) =>
  claim ? [h("p.notice", {}, `The paper, on ImageNet: ${claim}.`)] : [];
