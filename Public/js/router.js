// Which page a URL names. Pages live in the hash, #/runs/ID?view=state, so that the service serves
// one document and a link shows another person the same picture.

/** The path's parts and the view state of the present URL. */
export function here() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return { parts: path.split("/").filter(Boolean).map(decoded), query: new URLSearchParams(query ?? "") };
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
  const path = location.hash.split("?")[0] || "#/jobs";
  const text = query.toString().replaceAll("%2C", ",");
  history.replaceState(history.state, "", text ? `${path}?${text}` : path);
}

/** The order of a table in the view state: "testLoss.up". */
export const sortOf = (text) => (text ? { column: text.slice(0, text.lastIndexOf(".")), down: text.endsWith(".down") } : null);
export const sortText = ({ column, down }) => `${column}.${down ? "down" : "up"}`;

export const go = (path) => {
  location.hash = `#/${path}`;
};

/** Shows the page of every URL that is visited. `routes` are [pattern, page]: ["runs/:id", page]. */
export function startRouter(routes, show) {
  let shown = null;
  const visit = () => {
    // A plain fragment, such as the skip link's, is no page.
    if (location.hash && !location.hash.startsWith("#/")) return;
    const { parts } = here();
    const path = parts.join("/");
    if (path === shown) return;
    shown = path;
    for (const [pattern, page] of routes) {
      const parameters = match(pattern.split("/"), parts);
      if (parameters) return show(page, parameters, parts[0]);
    }
    show(null, {}, parts[0]);
  };
  addEventListener("hashchange", visit);
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
