// Starts the dashboard: theme, event stream, and the page that the URL names.
import { get, on, remove, startEvents } from "./api.js";
import { askLogin, openLogin } from "./components/login.js";
import { problemState } from "./components/states.js";
import { h } from "./dom.js";
import { startKeys } from "./keys.js";
import { Life } from "./life.js";
import { startRouter } from "./router.js";
import { restorePlace } from "./scroll.js";
import { startTheme } from "./theme.js";

const pages = [
  ["jobs", () => import("./pages/jobs.js")],
  ["jobs/new", () => import("./pages/submit.js")],
  ["jobs/:id", () => import("./pages/job.js")],
  ["runs", () => import("./pages/runs.js")],
  ["runs/:id", () => import("./pages/run.js")],
  ["compare", () => import("./pages/compare.js")],
  ["studies", () => import("./pages/studies.js")],
  ["studies/new", () => import("./pages/new-study.js")],
  ["studies/:id", () => import("./pages/study.js")],
  ["workers", () => import("./pages/workers.js")],
];

const LIVE = {
  connecting: ["Connecting", "Opening the event stream"],
  live: ["Live", "Changes appear as they happen"],
  offline: [
    "Offline",
    "The service does not answer. You see what was known last; the page catches up by itself once it is back. Is staircase serve running?",
  ],
  paused: ["Paused", "The tab was hidden for a while"],
  locked: ["Not logged in", "The service wants a token"],
};

const main = document.getElementById("main");
const SECTION_OF = { compare: "runs" };
let life = new Life();

/** Shows the present page again. */
let again = () => {};

/** A page is `open(root, life, parameters)`: it fills `root` and ends with `life`. */
async function show(load, parameters, section) {
  again = () => show(load, parameters, section);
  const isFirst = !main.querySelector(".page");
  life.end();
  const mine = (life = new Life());
  for (const link of document.querySelectorAll("nav.pages a")) {
    if (link.dataset.page === (SECTION_OF[section] ?? section))
      link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // Until the page says its own.
  document.title = "Staircase";
  const root = h("div.page");
  main.replaceChildren(root);
  scrollTo(0, 0);
  // Whoever reads by ear or goes on with Tab is in the new page, not where the link was.
  if (!isFirst) main.focus({ preventScroll: true });
  const kept = history.state?.place;
  try {
    if (!load)
      throw Object.assign(new Error("The address names no page. Choose one above."), {
        title: "Nothing is here",
      });
    const page = await load().catch(() => {
      throw Object.assign(
        new Error("Is `staircase serve` running? This page tries again by itself."),
        { title: "The service does not answer" },
      );
    });
    if (mine.over) return;
    page.open(root, mine, parameters);
    if (kept) restorePlace(mine, kept);
  } catch (error) {
    if (!mine.over) root.replaceChildren(problemState(error));
  }
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

startTheme(document.getElementById("theme"));
const [live, away] = ["live", "away"].map((id) => document.getElementById(id));
on("status", (status) => {
  const [text, hint] = LIVE[status];
  live.dataset.status = status;
  live.title = hint;
  live.replaceChildren(h("span.live-text", {}, text));
  away.hidden = status !== "offline";
  away.textContent = away.hidden ? "" : hint;
});
on("login", askLogin);
// Who is logged in may also log out.
const logOut = document.getElementById("log-out");
const showSession = () =>
  get("/session").then(
    ({ needsToken, name, role }) => {
      document.documentElement.dataset.role = role;
      logOut.hidden = !needsToken;
      logOut.title = `${name ?? ""}, may ${role}`;
    },
    () => {},
  );
logOut.addEventListener("click", () =>
  remove("/session").finally(() => {
    logOut.hidden = true;
    openLogin();
  }),
);
showSession();
on("resync", showSession);
startKeys();
startEvents();
// A page that could not be read is read again as soon as the service answers, or somebody is logged in.
on("resync", () => main.querySelector(".page > .state[role=alert]") && again());
// So that all pages open while the service is away.
setTimeout(() => pages.forEach(([, load]) => load().catch(() => {})), 2000);
startRouter(pages, show);
