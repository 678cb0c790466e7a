// The only place that talks to the service: the only fetch and the only EventSource.

const BASE = "/api/v1";

/** What the service answered instead of what was asked for (RFC 9457), or that it did not answer. */
export class Problem extends Error {
  constructor({ title, status = 0, detail = "", errors = [] }) {
    super(detail || title);
    Object.assign(this, { title, status, detail, errors });
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "The service does not answer", detail: "Is `staircase serve` running? This page tries again by itself." });
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new Problem({ ...body, title: body.title ?? response.statusText, status: response.status, errors: body.errors ?? [] });
}

export async function get(path, signal) {
  return (await ask(path, { signal })).json();
}

export async function post(path, text = "{}") {
  const response = await ask(path, { method: "POST", body: text, headers: { "Content-Type": "application/json" } });
  return response.status === 204 ? null : response.json();
}

/** Every item of a list, page after page, up to `limit`. */
export async function list(path, { limit = 1000, signal } = {}) {
  const items = [];
  let cursor = null;
  do {
    const mark = path.includes("?") ? "&" : "?";
    const page = await get(`${path}${mark}limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`, signal);
    items.push(...(page.items ?? []));
    cursor = page.nextCursor;
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
const HIDDEN_LIMIT = 60_000;
const listeners = { job: new Set(), points: new Set(), worker: new Set(), resync: new Set(), status: new Set() };
let source = null;
let status = "connecting";
let opened = false;
let pause = 1000;
let timer = 0;

/**
 * Calls `listener` with the data of every event of a kind: job, points, worker; `resync` after a
 * gap in the stream, when what is shown must be read anew; `status`: connecting, live, offline,
 * paused. The answer ends that.
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
    become("offline");
    // The browser tries again after a broken stream, but not after an error answer.
    if (source.readyState !== EventSource.CLOSED) return;
    timer = setTimeout(connect, pause);
    pause = Math.min(pause * 2, 15_000);
  };
  source.addEventListener("reset", () => tell("resync"));
  for (const kind of KINDS) source.addEventListener(kind, (event) => tell(kind, JSON.parse(event.data)));
}

/** Opens the tab's one stream. A hidden tab gives its connection back: browsers allow six. */
export function startEvents() {
  connect();
  let sleep = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.hidden) {
      sleep = setTimeout(() => {
        source.close();
        clearTimeout(timer);
        become("paused");
      }, HIDDEN_LIMIT);
    } else if (status !== "live") connect();
  });
  addEventListener("online", () => status !== "live" && connect());
}
