// Keys for the whole dashboard: a letter where nothing is being typed.
import { h } from "./dom.js";
import { go } from "./router.js";

const PLACES = { j: "jobs", r: "runs", s: "studies", w: "workers" };
const HELP = [
  ["/", "Search or filter"],
  ["n", "New job"],
  ["Ctrl Enter", "Submit it"],
  ["g, then j r s w", "Jobs, runs, studies, workers"],
  ["\u2191 \u2193", "Rows of a table"],
  ["[ ]", "Layer before, layer after"],
  ["\u2190 \u2192", "Move the cursor of a chart; with Shift, pan"],
  ["+ \u2212 Esc", "Zoom a chart in, out, back"],
  ["\u2191 \u2193 Esc", "On a parallel coordinate: keep some runs, move what is kept; keep all"],
  ["?", "This list"],
];

const isTyping = ({ target }) =>
  target.matches?.(
    "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]",
  );

export function startKeys() {
  let going = false;
  addEventListener("keydown", (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      isTyping(event) ||
      document.querySelector("dialog[open]")
    )
      return;
    const place = going && PLACES[event.key];
    going = event.key === "g";
    if (place) go(place);
    else if (event.key === "n") go("jobs/new");
    else if (event.key === "?") showHelp();
    else if (event.key === "/") search();
    else return;
    event.preventDefault();
  });
}

/** Leads to the first field that finds something, of those that are shown. */
function search() {
  const fields = [...document.querySelectorAll("main .search")];
  fields.find((field) => field.checkVisibility())?.focus();
}

function showHelp() {
  const dialog = h(
    "dialog.dialog",
    {
      "aria-label": "Keys",
      onclose: () => dialog.remove(),
      onclick: (event) => event.target === dialog && dialog.close(),
    },
    h("h2", {}, "Keys"),
    h(
      "dl.pairs",
      {},
      HELP.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]),
    ),
    h("form", { method: "dialog" }, h("button.button", { type: "submit" }, "Close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}
