// Starts the dashboard: theme, event stream, and the page that the URL names.
import { on, startEvents } from "./api.js";
import { h } from "./dom.js";
import { problemState } from "./components/states.js";
import { startRouter } from "./router.js";
import { startTheme } from "./theme.js";

const pages = [
  ["jobs", () => import("./pages/jobs.js")],
  ["jobs/new", () => import("./pages/submit.js")],
  ["jobs/:id", () => import("./pages/job.js")],
  ["runs", () => import("./pages/runs.js")],
  ["runs/:id", () => import("./pages/run.js")],
  ["compare", () => import("./pages/compare.js")],
  ["studies/:name", () => import("./pages/study.js")],
  ["workers", () => import("./pages/workers.js")],
];

const LIVE = {
  connecting: ["Connecting", "Opening the event stream"],
  live: ["Live", "Changes appear as they happen"],
  offline: ["Offline", "The service does not answer; what you see is the last known state. Trying again"],
  paused: ["Paused", "The tab was hidden for a while"],
};

const main = document.getElementById("main");
let leave = null;
let visit = 0;

/** Shows the present page again. */
let again = () => {};

/** A page is `open(root, parameters)`: it fills `root` and answers how to leave it. */
async function show(load, parameters, section) {
  const mine = ++visit;
  again = () => show(load, parameters, section);
  leave?.();
  leave = null;
  for (const link of document.querySelectorAll("nav.pages a")) {
    const current = link.dataset.page === (section === "compare" ? "runs" : section === "studies" ? "jobs" : section);
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const root = h("div.page");
  main.replaceChildren(root);
  scrollTo(0, 0);
  try {
    if (!load) throw Object.assign(new Error("The address names no page. Choose one above."), { title: "Nothing is here" });
    const page = await load().catch(() => {
      throw Object.assign(new Error("Is `staircase serve` running? This page tries again by itself."), { title: "The service does not answer" });
    });
    if (mine === visit) leave = page.open(root, parameters);
  } catch (error) {
    if (mine === visit) root.replaceChildren(problemState(error));
  }
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

startTheme(document.getElementById("theme"));
const live = document.getElementById("live");
on("status", (status) => {
  const [text, hint] = LIVE[status];
  live.dataset.status = status;
  live.title = hint;
  live.replaceChildren(h("span.live-text", {}, text));
});
startEvents();
// A page that could not be read is read again as soon as the service answers.
on("resync", () => main.querySelector(".page > .state-error") && again());
// So that all pages open while the service is away.
setTimeout(() => pages.forEach(([, load]) => load().catch(() => {})), 2000);
startRouter(pages, show);
