// Small controls that pages share.
import { h } from "../dom.js";

let names = 0;

/** One of a few choices, as radio buttons: `choices` are [value, label]. */
export function segmented(label, choices, value, onchange) {
  const name = `choice-${++names}`;
  return h(
    "div.segmented",
    { role: "radiogroup", "aria-label": label },
    choices.map(([key, text]) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name,
          value: key,
          checked: key === value,
          onchange: () => onchange(key),
        }),
        h("span", {}, text),
      ),
    ),
  );
}

export const check = (label, checked, onchange, title) =>
  h(
    "label.check",
    { title },
    h("input", { type: "checkbox", checked, onchange: (event) => onchange(event.target.checked) }),
    label,
  );

export function slider(label, { min, max, step, value, text = String }, oninput) {
  const output = h("output", {}, text(value));
  const input = h("input", {
    type: "range",
    min,
    max,
    step,
    value: String(value),
    "aria-label": label,
  });
  input.addEventListener("input", () => {
    output.textContent = text(Number(input.value));
    oninput(Number(input.value));
  });
  return h("label.slider", {}, label, input, output);
}

const DOUBLE_PRESS = 500;

/**
 * A button for what cannot be taken back: the first press asks, the second acts. The second of a
 * double press does not count. `what` it is for is told to those who hear the page.
 */
export function askingButton(label, question, act, classes = ".button.button-small", what = "") {
  let asks = 0;
  let early = 0;
  const button = h(`button${classes}`, { dataset: { writes: "" } });
  const show = (text) => {
    button.textContent = text;
    if (what) button.setAttribute("aria-label", `${text} ${what}`);
  };
  show(label);
  const rest = () => {
    clearTimeout(asks);
    clearTimeout(early);
    asks = early = 0;
    show(label);
    button.classList.remove("button-asks");
    button.removeAttribute("aria-disabled");
  };
  button.addEventListener("click", () => {
    if (early) return;
    if (asks) {
      rest();
      act();
      return;
    }
    // What stands beside it stays where it is.
    button.style.minWidth = `${button.offsetWidth}px`;
    show(question);
    button.classList.add("button-asks");
    button.setAttribute("aria-disabled", "true");
    early = setTimeout(() => {
      early = 0;
      button.removeAttribute("aria-disabled");
    }, DOUBLE_PRESS);
    asks = setTimeout(rest, 4000);
    say(`${question} Press again to do it.`);
  });
  return button;
}

/** Tells those who hear the page. */
function say(text) {
  document.getElementById("said").textContent = text;
}

/** Says something for a few seconds. */
export function toast(text, failed = false) {
  const element = h(failed ? "div.toast.toast-failed" : "div.toast", {}, text);
  document.getElementById("toasts").append(element);
  setTimeout(() => element.remove(), failed ? 8000 : 4000);
}

/** All that the service said: errors of single fields too. */
const reasons = ({ title = "That failed", message, errors = [] }) =>
  [
    `${title}: ${message}`,
    ...errors.map(({ pointer, detail }) => (pointer ? `${pointer}: ${detail}` : detail)),
  ].join("\n");

/** Runs an action on the service and says how it went. */
export async function attempt(work, done) {
  try {
    const result = await work();
    if (done) toast(done);
    return result;
  } catch (error) {
    toast(reasons(error), true);
    return null;
  }
}

export function save(name, blob) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
