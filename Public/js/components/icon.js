// Line icons on a 16 x 16 grid. Decorative: the text beside them says the same.
import { s } from "../dom.js";

const paths = {
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  up: "M4 9.5 8 5.5l4 4",
  down: "M4 6.5l4 4 4-4",
  play: "M5 3.5v9l7-4.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  large: "M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9",
  reset: "M3 8a5 5 0 1 1 1.5 3.5M3 12V8.5h3.5",
  queued: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 5v3l2 1.5",
  blocked: "M5 7V5a3 3 0 0 1 6 0v2M4 7h8v6H4z",
  running: "M2 13h3v-3.5h3V6h3V2.5h3",
  stopping: "M5 5h6v6H5z",
  succeeded: "M3 8.5 6.5 12 13 4.5",
  failed: "M4 4l8 8M12 4l-8 8",
  canceled: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M4 12l8-8",
  warning: "M8 2.5 14.5 13.5H1.5zM8 6.5v3.4M8 11.4v.6",
  timed_out: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.5v4",
};

export function icon(name) {
  return s(
    "svg.icon",
    { viewBox: "0 0 16 16", "aria-hidden": "true" },
    s("path", { d: paths[name] ?? paths.stopping }),
  );
}
