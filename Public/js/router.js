// Which page a URL names. Pages live in the hash, #/runs/ID?view=state, so that the service serves
// one document and a link shows another person the same picture.
import { isPlace, place } from "./scroll.js";

// Browsers refuse a page that writes its address too often: WebKit after 100 times in 10 s.
const PAUSE = 300;

/** The hash of the page that is shown, as it stands in the address. */
let shown = null;
/** The hash that the view state has come to, until it is written there. */
let wanted = null;
let written = -PAUSE;
let timer = 0;

/** The path's parts and the view state of the present URL. */
function here() {
  const [path, query] = (wanted ?? location.hash).replace(/^#\/?/, "").split("?");
  return {
    parts: path.split("/").filter(Boolean).map(decoded),
    query: new URLSearchParams(query ?? ""),
  };
}

/** A part as it was before it was escaped; as it is, if it never was. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** One value of the view state, or `fallback`. */
export const view = (key, fallback = null) => here().query.get(key) ?? fallback;

/** Changes the view state in place: no new history entry, no new page. null removes a key. */
export function setView(changes) {
  const { query } = here();
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") query.delete(key);
    else query.set(key, value);
  }
  const path = (wanted ?? location.hash).split("?")[0] || "#/jobs";
  const text = query.toString().replaceAll("%2C", ",");
  wanted = text ? `${path}?${text}` : path;
  const rest = PAUSE - (performance.now() - written);
  if (rest <= 0) write();
  else timer ||= setTimeout(write, rest);
}

/** Writes the view state, and how far the page is scrolled, into the present history entry. */
function write() {
  clearTimeout(timer);
  timer = 0;
  // The address is already that of another page, which `visit` is about to show.
  if (location.hash !== shown) return;
  history.replaceState({ place: place() }, "", wanted ?? location.hash);
  written = performance.now();
  wanted = null;
  shown = location.hash;
}

/** The order of a table in the view state: "testLoss.up"; null for none. */
export const sortOf = (text) =>
  text ? { column: text.slice(0, text.lastIndexOf(".")), down: text.endsWith(".down") } : null;
export const sortText = (sort) => sort && `${sort.column}.${sort.down ? "down" : "up"}`;

export const go = (path) => {
  if (wanted !== null) write();
  location.hash = `#/${path}`;
};

/** Shows the page of every URL that is visited. `routes` are [pattern, page]: ["runs/:id", page]. */
export function startRouter(routes, show) {
  const visit = () => {
    // A plain fragment, such as the skip link's, is no page.
    if (location.hash && !location.hash.startsWith("#/")) return;
    // The view state that a page set itself is shown already.
    if (location.hash === shown) return;
    shown = location.hash;
    // What the page before had not written yet is not this one's.
    clearTimeout(timer);
    timer = 0;
    wanted = null;
    const { parts } = here();
    for (const [pattern, page] of routes) {
      const parameters = match(pattern.split("/"), parts);
      if (parameters) return show(page, parameters, parts[0]);
    }
    show(null, {}, parts[0]);
  };
  addEventListener("hashchange", visit);
  // A link leads away at once: the entry that it leaves gets what is not written yet.
  addEventListener("click", () => wanted !== null && write(), true);
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (isPlace(target)) timer ||= setTimeout(write, PAUSE);
    },
    { capture: true, passive: true },
  );
  history.scrollRestoration = "manual";
  if (!location.hash) history.replaceState(null, "", "#/jobs");
  visit();
}

function match(pattern, parts) {
  if (pattern.length !== parts.length) return null;
  const parameters = {};
  for (const [index, word] of pattern.entries()) {
    if (word.startsWith(":")) parameters[word.slice(1)] = parts[index];
    else if (word !== parts[index]) return null;
  }
  return parameters;
}
