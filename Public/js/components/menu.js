// A button that opens a panel beside it; a click elsewhere or Escape closes it.
import { h } from "../dom.js";
import { icon } from "./icon.js";

/** `fill(panel)` puts the content there each time the panel opens. */
export function menu(label, fill, classes = "") {
  const panel = h("div.menu", { popover: "auto", role: "group", "aria-label": label });
  const button = h(
    `button.button${classes}`,
    { "aria-expanded": "false", onclick: () => panel.togglePopover() },
    label,
    icon("down"),
  );
  panel.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", open);
    if (!open) return panel.replaceChildren();
    fill(panel);
    const box = button.getBoundingClientRect();
    const left = Math.max(
      8,
      Math.min(box.left, document.documentElement.clientWidth - panel.offsetWidth - 8),
    );
    panel.style.left = `${left}px`;
    panel.style.top = `${box.bottom + 4}px`;
    panel.style.maxHeight = `${Math.max(160, innerHeight - box.bottom - 16)}px`;
    panel.querySelector("input, button")?.focus();
  });
  return h("div.menu-holder", {}, button, panel);
}
