// Empty, loading and error states. Each says what to do next.
import { h, s } from "../dom.js";
import { openLogin } from "./login.js";

const stairs = () =>
  s(
    "svg.state-art",
    { viewBox: "0 0 120 60", "aria-hidden": "true" },
    s("path.art-ramp", { d: "M4 58 116 6" }),
    s("path.art-stairs", { d: "M4 54h16V44h22V34h22V24h22V14h22V4h10" }),
  );

/** `what` is missing; `hint` says how to get it: text or nodes. */
export const emptyState = (what, ...hint) =>
  h("div.state", {}, stairs(), h("p.state-title", {}, what), h("p.state-hint", {}, ...hint));

export const loadingState = (what) =>
  h(
    "div.state.state-loading",
    { role: "status" },
    stairs(),
    h("p.state-hint", {}, `Loading ${what}\u2026`),
  );

/** The title of a failure, which heads the page and its tab where nothing else does yet. */
function failureTitle(text) {
  if (document.querySelector("main h1")) return h("p.state-title", {}, text);
  if (document.title === "Staircase") document.title = `${text} \u00b7 Staircase`;
  return h("h1.state-title", {}, text);
}

/** A failed request, with a button that repeats it where that can help. */
export function problemState(error, retry, label = "Try again") {
  console.error(error);
  if (error.status === 401) {
    return h(
      "div.state",
      { role: "alert" },
      stairs(),
      failureTitle("Nobody is logged in"),
      h("p.state-hint", {}, "This service shows its jobs and runs to those who have a token."),
      h("button.button.button-main", { onclick: openLogin }, "Log in"),
    );
  }
  return h(
    "div.state.state-error",
    { role: "alert" },
    stairs(),
    failureTitle(error.title ?? "Something went wrong"),
    h("p.state-hint", {}, error.message),
    retry && h("button.button", { onclick: retry }, label),
  );
}
