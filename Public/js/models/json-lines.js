// Where in a JSON text each value stands, so that an error can be shown at its line.

/** JSON pointer (RFC 6901) -> {line from 0, start, end} for every value of valid JSON. */
export function locate(text) {
  const places = new Map();
  let at = 0;
  const line = (offset) => text.slice(0, offset).split("\n").length - 1;
  const space = () => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  const string = () => {
    const start = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at++;
    return JSON.parse(text.slice(start, at));
  };
  const value = (pointer, from) => {
    space();
    const start = from ?? at;
    if (text[at] === "{") {
      at++;
      for (space(); at < text.length && text[at] !== "}"; space()) {
        const keyAt = at;
        const key = string();
        space();
        at++;
        value(`${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, keyAt);
        space();
        if (text[at] === ",") at++;
      }
      at++;
    } else if (text[at] === "[") {
      at++;
      let index = 0;
      for (space(); at < text.length && text[at] !== "]"; space()) {
        value(`${pointer}/${index++}`);
        space();
        if (text[at] === ",") at++;
      }
      at++;
    } else if (text[at] === '"') string();
    else while (at < text.length && !/[\s,\]}]/.test(text[at])) at++;
    places.set(pointer, { line: line(start), start, end: at });
  };
  value("");
  return places;
}

/** The place of a pointer, or of the nearest parent that the text has. */
export function placeOf(places, pointer) {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf("/"))) {
    if (places.has(path)) return places.get(path);
    if (!path) return { line: 0, start: 0, end: 0 };
  }
}
