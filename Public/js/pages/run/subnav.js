// The list of a run's sections, which stays in view and says where the reader is.
import { h } from "../../dom.js";
import { setView } from "../../router.js";

/** A section as a link names it: "step-sizes". */
const wordOf = (name) => name.toLowerCase().replaceAll(" ", "-");

/**
 * `path`: of the page; `sections`: [name, {element}]; `tool`: a control that belongs to the whole
 * page. {element, update, goTo(word)}: `goTo` shows a section at once.
 */
export function subnav(life, path, sections, tool) {
  const links = sections.map(([name, section]) =>
    h(
      "a",
      {
        href: `#/${path}?at=${wordOf(name)}`,
        onclick: (event) => {
          // In a tab of its own it is opened as any link.
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          setView({ at: wordOf(name) });
          const { element } = section;
          // At once: what is passed on the way would be read, drawn and grow, and miss the place.
          element.scrollIntoView();
          // Whoever goes on with Tab or reads by ear is there too.
          element.tabIndex = -1;
          element.focus({ preventScroll: true });
        },
      },
      name,
    ),
  );
  const element = h(
    "nav.subnav",
    { "aria-label": "Sections of this run" },
    h("div.subnav-links", {}, links),
    h("div.tools", {}, tool),
  );
  const inView = new Map();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) inView.set(entry.target, entry.isIntersecting);
      const current = sections.findIndex(([, section]) => inView.get(section.element));
      for (const [index, link] of links.entries()) {
        if (index === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-120px 0px -55% 0px" },
  );
  for (const [, section] of sections) observer.observe(section.element);
  life.add(() => observer.disconnect());
  return {
    element,
    update() {
      for (const [index, [, section]] of sections.entries())
        links[index].hidden = section.element.hidden;
    },
    goTo(word) {
      const [, section] = sections.find(([name]) => wordOf(name) === word) ?? [];
      section?.element.scrollIntoView();
    },
  };
}
