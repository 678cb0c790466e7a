// Dark or light: the system's choice until the person makes one, which is kept.
import { h } from "./dom.js";
import { icon } from "./components/icon.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set();

export const isDark = () =>
  (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

/** Calls `listener` after every change of theme; the answer ends that. */
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Asking for a computed style after a change of the page computes the whole page's styles.
const colors = new Map();

/** The value of a custom property of css/tokens.css, such as "--text". */
export function color(name) {
  if (!colors.has(name))
    colors.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return colors.get(name);
}

/** Does `work` in the light theme, as for a picture on paper; nothing is painted before its end. */
export function inLight(work) {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  dataset.theme = "light";
  colors.clear();
  try {
    return work();
  } finally {
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
    colors.clear();
  }
}

export function startTheme(button) {
  const show = () => {
    const next = isDark() ? "light" : "dark";
    button.replaceChildren(
      icon(isDark() ? "sun" : "moon"),
      h("span.hidden", {}, `Use the ${next} theme`),
    );
    button.title = `Use the ${next} theme`;
    colors.clear();
    for (const listener of listeners) listener();
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", document.documentElement.dataset.theme);
    } catch {
      // Not kept where storage is forbidden.
    }
    show();
  });
  system.addEventListener("change", show);
  show();
}
