// Draws only what can be seen: one observer for all figures of the tab.

const watched = new WeakMap();
const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const watch = watched.get(entry.target);
      if (!watch) continue;
      watch.now = entry.isIntersecting;
      if (watch.now) watch.show();
    }
  },
  { rootMargin: "160px" },
);

/** Calls `show` each time `element` comes into view. `now` says whether it is in view. */
export function whenVisible(element, life, show) {
  const watch = { now: false, show };
  life.add(() => observer.unobserve(element));
  watched.set(element, watch);
  observer.observe(element);
  return watch;
}
