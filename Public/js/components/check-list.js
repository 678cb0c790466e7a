// A list of boxes to check, with a field that finds some of many.
import { h } from "../dom.js";

const FEW = 12;

/**
 * `groups`: [[title, [[key, label], ...]], ...]; `isOn(key)`; `toggle(key, on)` changes the choice.
 */
export function checkList(label, groups, isOn, toggle) {
  const boxes = groups.map(([title, items]) => ({
    element: h("fieldset.check-group", {}, h("legend", {}, title)),
    items: items.map(([key, text]) => ({
      text: text.toLowerCase(),
      element: h(
        "label.check",
        {},
        h("input", {
          type: "checkbox",
          checked: isOn(key),
          onchange: (event) => toggle(key, event.target.checked),
        }),
        h("span", {}, text),
      ),
    })),
  }));
  const search = h("input.field", {
    type: "search",
    placeholder: "Find",
    "aria-label": `Find in ${label}`,
    oninput: () => {
      const query = search.value.toLowerCase();
      for (const { element, items } of boxes) {
        for (const item of items) item.element.hidden = !item.text.includes(query);
        element.hidden = items.every((item) => item.element.hidden);
      }
    },
  });
  for (const { element, items } of boxes) element.append(...items.map((item) => item.element));
  const many = groups.reduce((sum, [, items]) => sum + items.length, 0) > FEW;
  return h(
    "div.check-list",
    {},
    many && search,
    boxes.filter(({ items }) => items.length).map(({ element }) => element),
  );
}
