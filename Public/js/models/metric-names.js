// What the name of a metric says of it: which figure it belongs to, and which figures belong together.
import * as format from "../format.js";

// What is recorded once at the end of a job: results, not curves.
export const RESULTS = ["bestTestAccuracy", "modelBytes", "meanImagesPerSecond", "trainSeconds"];

// Loss and accuracy of training and test, in the order in which they are shown.
export const MAIN = ["trainLoss", "testLoss", "trainAccuracy", "testAccuracy"];

const SYSTEM = /perSecond$|^memory|^(system|cpu|gpu)[./_]/i;
export const isSystem = (key) => SYSTEM.test(key) && !RESULTS.includes(key);

/** Which figure a metric belongs to, and its part in it. */
export function placeOf(key) {
  const part = key.match(/^(train|test)(?=[A-Z])(.+)$/);
  // A key of another program stands for itself: two that differ are two metrics.
  if (!part)
    return {
      figure: /^[a-z]+([A-Z][A-Za-z0-9]*)*$/.test(key) ? format.title(key) : key,
      part: null,
    };
  if (/^loss$/i.test(part[2])) return { figure: "Loss", part: part[1], main: true };
  if (/^accuracy$/i.test(part[2])) return { figure: "Accuracy", part: part[1], main: true };
  return { figure: format.title(key), part: part[1] };
}

/** The figures of `keys`: [[figure, keys]], in the order in which they are shown. */
export const figuresOf = (keys) => [...Map.groupBy(keys, (key) => placeOf(key).figure)];

const first = (key) => key.slice(0, Math.max(key.indexOf("/"), 0));
const last = (key) => key.slice(key.lastIndexOf("/") + 1 || key.length);

/**
 * Figures in groups: [[name, figures]]. A group shares the first part of its names, as val/loss and
 * val/accuracy do, else the last, as layer1/norm and layer2/norm; what has no fellows comes first.
 */
export function groupsOf(figures) {
  const count = (part) => Map.groupBy(figures, ([, [key]]) => part(key));
  const [firsts, lasts] = [count(first), count(last)];
  const nameOf = ([, [key]]) =>
    firsts.get(first(key)).length > 1
      ? first(key)
      : lasts.get(last(key)).length > 1
        ? last(key)
        : "";
  const groups = Map.groupBy(figures, nameOf);
  return [["", groups.get("") ?? []], ...[...groups].filter(([name]) => name)];
}
