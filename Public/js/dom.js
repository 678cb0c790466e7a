// Builds elements. Text is only ever set as text, so data cannot become markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("a.link", {href, onclick, dataset}, "text", node, ...): an HTML element. */
export function h(selector, properties, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag || "div");
  // What submits a form says so.
  if (tag === "button") element.type = "button";
  if (classes.length) element.className = classes.join(" ");
  return fill(element, properties, children);
}

/** As `h`, in the SVG namespace. */
export function s(selector, properties, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.setAttribute("class", classes.join(" "));
  return fill(element, properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element && element.namespaceURI !== SVG && !name.includes("-"))
      element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Sets the text of an element if it differs, so that selections and screen readers are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Calls `work` once in the next frame however often it is asked before that. */
export function perFrame(work) {
  let asked = 0;
  const ask = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      work();
    });
  };
  ask.cancel = () => {
    cancelAnimationFrame(asked);
    asked = 0;
  };
  return ask;
}

/** Calls `work` once within so many milliseconds however often it is asked. */
export function rarely(milliseconds, work) {
  let timer = 0;
  const ask = () => {
    timer ||= setTimeout(() => {
      timer = 0;
      work();
    }, milliseconds);
  };
  ask.cancel = () => clearTimeout(timer);
  return ask;
}
