// The only place that talks to the service: the only fetch and the only EventSource.

const BASE = "/api/v1";

/** What the service answered instead of what was asked for (RFC 9457), or that it did not answer. */
class Problem extends Error {
  constructor({ title, status = 0, detail = "", errors = [] }) {
    super(detail || title);
    Object.assign(this, { title, status, detail, errors });
  }
}

async function ask(path, options = {}, base = BASE) {
  let response;
  try {
    response = await fetch(base + path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({
      title: "The service does not answer",
      detail: "Is `staircase serve` running? This page tries again by itself.",
    });
  }
  if (response.ok) return response;
  if (response.status === 401 && path !== "/session") tell("login", Boolean(options.method));
  const body = await response.json().catch(() => ({}));
  throw new Problem({
    ...body,
    title: body.title ?? response.statusText,
    status: response.status,
    errors: body.errors ?? [],
  });
}

export async function get(path, signal) {
  return (await ask(path, { signal })).json();
}

/** A named schema of the service's OpenAPI document, with what it refers to in its place. */
export async function schemaOf(name, signal) {
  const { components } = await (await ask("/openapi.json", { signal }, "")).json();
  const resolve = (node) => {
    if (Array.isArray(node)) return node.map(resolve);
    if (typeof node !== "object" || node === null) return node;
    if (node.$ref)
      return {
        ...resolve(components.schemas[node.$ref.split("/").pop()]),
        ...(node.description && { description: node.description }),
      };
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)]));
  };
  return resolve(components.schemas[name]);
}

async function send(method, path, text, signal) {
  const headers = text === undefined ? {} : { "Content-Type": "application/json" };
  const response = await ask(path, { method, body: text, headers, signal });
  return response.status === 204 ? null : response.json();
}

export const post = (path, text = "{}") => send("POST", path, text);
export const patch = (path, text) => send("PATCH", path, text);
export const remove = (path) => send("DELETE", path);

/** Every item of a list, page after page, up to `limit`. `onpage(items)` sees them grow. */
export async function list(path, { limit = 1000, signal, onpage } = {}) {
  const items = [];
  let cursor = null;
  do {
    const mark = path.includes("?") ? "&" : "?";
    // The first page is short, so that there is something to see at once.
    const size = onpage && !items.length ? 200 : 1000;
    const page = await get(
      `${path}${mark}limit=${size}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
      signal,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
    onpage?.(items, Boolean(cursor));
  } while (cursor && items.length < limit);
  return items;
}

/** Reads a text that may still grow, handing over each piece as it comes. */
export async function follow(path, onText, signal) {
  const response = await ask(path, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onText(value);
  }
}

export const address = (path) => BASE + path;

// MARK: - Events

const KINDS = ["job", "points", "worker"];
const HIDDEN_LIMIT = 5000;
const listeners = {
  job: new Set(),
  points: new Set(),
  worker: new Set(),
  resync: new Set(),
  status: new Set(),
  login: new Set(),
};
let source = null;
let status = "connecting";
let opened = false;
let pause = 1000;
let timer = 0;

/**
 * Calls `listener` with the data of every event of a kind: job, points, worker; `resync` after a
 * gap in the stream, when what is shown must be read anew; `status`: connecting, live, offline,
 * paused, locked; `login` when the service wants to know who asks, with whether it was asked to
 * change something. The answer ends that.
 */
export function on(kind, listener) {
  listeners[kind].add(listener);
  if (kind === "status") listener(status);
  return () => listeners[kind].delete(listener);
}

function tell(kind, data) {
  for (const listener of [...listeners[kind]]) listener(data);
}

function become(next) {
  if (next === status) return;
  status = next;
  tell("status", status);
}

function connect() {
  clearTimeout(timer);
  source?.close();
  source = new EventSource(`${BASE}/events`);
  source.onopen = () => {
    pause = 1000;
    become("live");
    // The service replays what came after Last-Event-ID, or sends `reset` if it cannot. A stream
    // opened anew has no such id, and a service that started anew has other events: after any
    // break, what is shown is read once more.
    if (opened) tell("resync");
    opened = true;
  };
  source.onerror = () => {
    // The browser tries again after a broken stream, but not after an error answer.
    if (source.readyState !== EventSource.CLOSED) return become("offline");
    // It does not tell which answer: a plain request finds out whether a login is asked for.
    get("/jobs?limit=1").catch((error) => become(error.status === 401 ? "locked" : "offline"));
    timer = setTimeout(connect, pause);
    pause = Math.min(pause * 2, 15_000);
  };
  source.addEventListener("reset", () => tell("resync"));
  for (const kind of KINDS)
    source.addEventListener(kind, (event) => tell(kind, JSON.parse(event.data)));
}

/** Opens a session for a token, which the browser then keeps as a cookie that no script can read. */
export async function logIn(token) {
  await post("/session", JSON.stringify({ token }));
  opened = true;
  connect();
}

function rest() {
  source?.close();
  clearTimeout(timer);
  // Whatever was read before the next connection is read once more then.
  opened = true;
  become("paused");
}

/**
 * Opens the tab's one stream while the tab is seen. A browser has six connections to a service for
 * all its tabs: a hidden one gives its own back, and one that opens hidden takes none.
 */
export function startEvents() {
  let sleep = 0;
  const wake = () => !document.hidden && status !== "live" && connect();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.hidden) sleep = setTimeout(rest, HIDDEN_LIMIT);
    else wake();
  });
  addEventListener("online", wake);
  // A page that the browser keeps for its back button must not keep a connection.
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => event.persisted && wake());
  if (document.hidden) rest();
  else connect();
}
