// The part of a page that shows what the service holds: loading, failed, then drawn and kept.
import { perFrame } from "../dom.js";
import { loadingState, problemState } from "./states.js";

/**
 * Fills `body` with what `draw()` answers, a node or null for no change, once `load(signal)` has
 * read it: again after each gap in the event stream, and whenever `draw` is asked for. `show` is
 * for a `load` that has something to see before its end.
 */
export function liveBody(life, body, { what, load, draw }) {
  let ready = false;
  const paint = perFrame(() => {
    if (!ready || life.over) return;
    const node = draw();
    if (node && body.firstChild !== node) body.replaceChildren(node);
  });
  const show = () => {
    ready = true;
    paint();
  };
  const read = async () => {
    try {
      await load(life.signal);
      show();
    } catch (error) {
      // What is shown stays while the service is away; the head of the page says so.
      if (!life.over && !ready) body.replaceChildren(problemState(error, read));
    }
  };
  body.replaceChildren(loadingState(what));
  life.on("resync", read);
  life.add(paint.cancel);
  read();
  return { draw: paint, read, show };
}
