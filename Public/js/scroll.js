// How far a page is scrolled, kept with its history entry, so that Back leads to what was seen.

// A page that is not as tall again after so long has become shorter.
const PATIENCE = 5000;
// What stands above the place still grows for a while, until it has not for so long.
const SETTLING = 1000;
const box = () => document.querySelector(".table-tall");
let goal = null;

/** [of the page, of the long table in it], in pixels; where it is being brought back to, if it is. */
export const place = () => goal ?? [Math.round(scrollY), Math.round(box()?.scrollTop ?? 0)];

/** Whether it is one of these that scrolls: a log that is followed scrolls all the time. */
export const isPlace = (target) => target === document || target === box();

/** Brings a page back to its place, as soon as it is tall enough, unless its reader goes elsewhere. */
export function restorePlace(life, [top, inner]) {
  const mine = (goal = [top, inner]);
  let until = performance.now() + PATIENCE;
  const last = until + PATIENCE;
  const done = () => {
    if (goal === mine) goal = null;
    stop.abort();
  };
  const stop = new AbortController();
  for (const name of ["wheel", "pointerdown", "touchstart", "keydown"])
    addEventListener(name, done, { signal: stop.signal, passive: true });
  const isAway = () =>
    Math.abs(scrollY - top) >= 2 || Math.abs((box()?.scrollTop ?? 0) - inner) >= 2;
  let wasThere = false;
  const step = () => {
    if (stop.signal.aborted) return;
    const hasMoved = !wasThere || isAway();
    scrollTo(0, top);
    const table = box();
    if (table) table.scrollTop = inner;
    if (hasMoved && !isAway()) {
      wasThere = true;
      until = Math.min(performance.now() + SETTLING, last);
    }
    if (performance.now() > until) done();
    else requestAnimationFrame(step);
  };
  life.add(done);
  step();
}
