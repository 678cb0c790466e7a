// What can be done to runs.
import { post, remove } from "../../api.js";
import { attempt } from "../../components/controls.js";

/** {id, name} each. */
export const many = (runs) => (runs.length === 1 ? runs[0].name : `${runs.length} runs`);

const each = (runs, work, said) =>
  attempt(async () => {
    // A few at a time: a browser has six connections to a service.
    const rest = [...runs];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (rest.length) await work(rest.pop());
      }),
    );
    return true;
  }, said);

/** Both answer whether it was done. */
export const deleteRuns = (runs) =>
  each(runs, (run) => remove(`/runs/${run.id}`), `${many(runs)}: deleted`);
export const restoreRuns = (runs) =>
  each(runs, (run) => post(`/runs/${run.id}/restore`), `${many(runs)}: restored`);
