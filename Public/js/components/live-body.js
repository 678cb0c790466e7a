// The part of a page that shows what the service holds: loading, failed, then drawn and kept.
import { perFrame } from "../dom.js";
import { loadingState, problemState } from "./states.js";

/**
 * Fills `body` with what `draw()` answers, a node or null for no change, once `load(signal)` has
 * read it: again after each gap in the event stream, and whenever `draw` is asked for. `read` asks
 * anew at once, and an answer that is still on its way is dropped; `refresh` asks the same again,
 * after that answer. `show` is for a `load` that has something to see before its end. `on(kind,
 * apply, after)` takes events in and draws, or does what `after` says: what comes while an answer is
 * on its way is taken in once more after it, since it may be missing there.
 */
export function liveBody(life, body, { what, load, draw }) {
  let ready = false;
  const paint = perFrame(() => {
    if (!ready || life.over) return;
    const node = draw();
    // Words that are equal stay: somebody may select what they tell to type.
    if (node && body.firstChild !== node && !node.isEqualNode(body.firstChild))
      body.replaceChildren(node);
  });
  const show = () => {
    ready = true;
    paint();
  };
  let reading = null;
  let again = false;
  const early = [];
  const read = async () => {
    reading?.abort();
    const mine = (reading = new AbortController());
    again = false;
    try {
      await load(mine.signal);
      if (mine.signal.aborted) return;
      for (const apply of early.splice(0)) apply();
      show();
    } catch (error) {
      // What is shown stays while the service is away; the head of the page says so.
      if (!mine.signal.aborted && !ready) body.replaceChildren(problemState(error, read));
    }
    if (reading !== mine) return;
    reading = null;
    early.length = 0;
    if (again) read();
  };
  const refresh = () => {
    if (reading) again = true;
    else read();
  };
  const on = (kind, apply, after = paint) =>
    life.on(kind, (data) => {
      if (reading) early.push(() => apply(data));
      apply(data);
      after();
    });
  life.add(() => reading?.abort());
  body.replaceChildren(loadingState(what));
  life.on("resync", read);
  life.add(paint.cancel);
  read();
  return { draw: paint, on, read, refresh, show };
}
