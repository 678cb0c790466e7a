// Numbers and times as people read them.

const MINUS = "\u2212";
export const DASH = "\u2013";

/** Four significant digits, without an exponent while that is short, and without zeros at its end. */
export function number(value, digits = 4) {
  const v = real(value);
  if (v === null) return DASH;
  if (!Number.isFinite(v)) return Number.isNaN(v) ? "NaN" : v > 0 ? "\u221e" : `${MINUS}\u221e`;
  const size = Math.abs(v);
  let text = String(+v.toPrecision(digits));
  // String writes no exponent between 1e-6 and 1e21.
  if (v !== 0 && (size < 1e-4 || size >= 1e6))
    text = v
      .toExponential(Math.max(0, digits - 2))
      .replace(/\.?0+e/, "e")
      .replace("e+", "e");
  return text.replaceAll("-", MINUS);
}

/** A number below others of its kind: it keeps its zeros, so that digits stand under digits. */
export function aligned(value, digits = 4) {
  const v = real(value);
  const size = Math.abs(v);
  if (v === null || !Number.isFinite(v) || Number.isInteger(v) || size < 1e-4 || size >= 1e6)
    return number(value, digits);
  return v.toPrecision(Math.max(digits, Math.floor(Math.log10(size)) + 1)).replace("-", MINUS);
}

/** A count with thin groups: 12 345. */
export function count(value) {
  const v = real(value);
  if (v === null) return DASH;
  return Math.round(v)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

export function percent(share, digits = 1) {
  const v = real(share);
  if (v === null) return DASH;
  return Number.isFinite(v) ? `${(v * 100).toFixed(digits)}%` : number(v);
}

export function bytes(value, digits = 0) {
  let v = real(value);
  if (v === null) return DASH;
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (v < 1000 || unit === "GB")
      return `${v.toFixed(unit === "B" ? 0 : digits || (v < 10 ? 1 : 0))} ${unit}`;
    v /= 1000;
  }
}

/** 7 s, 4 min 12 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds) {
  const v = real(seconds);
  if (v === null || !Number.isFinite(v)) return DASH;
  const t = Math.max(0, Math.round(v));
  const pair = (big, unit, small, lesser) =>
    small ? `${big} ${unit} ${small} ${lesser}` : `${big} ${unit}`;
  if (t < 60) return `${t} s`;
  if (t < 3600) return pair(Math.floor(t / 60), "min", t % 60, "s");
  if (t < 86400) return pair(Math.floor(t / 3600), "h", Math.floor((t % 3600) / 60), "min");
  return pair(Math.floor(t / 86400), "d", Math.floor((t % 86400) / 3600), "h");
}

/** How long something takes, in minutes once it takes some. */
export const about = (seconds) => duration(seconds > 60 ? Math.round(seconds / 60) * 60 : seconds);

/** A time that was measured: 12 ms, 1.35 s, and from ten seconds on as `duration`. */
export function seconds(value) {
  const v = real(value);
  if (v === null || !Number.isFinite(v)) return DASH;
  if (v < 0) return MINUS + seconds(-v);
  if (v === 0 || v >= 9.995) return duration(v);
  return v < 0.9995 ? `${number(v * 1000, 3)} ms` : `${number(v, 3)} s`;
}

export function ago(time) {
  if (!time) return DASH;
  const seconds = (Date.now() - Date.parse(time)) / 1000;
  return seconds < 5 ? "just now" : `${duration(seconds < 60 ? seconds : coarse(seconds))} ago`;
}

const MOMENT = { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
const LONG_AGO = { year: "numeric", ...MOMENT };

/** A date and time; the year only where it is another. */
export function moment(time) {
  if (!time) return "";
  const date = new Date(time);
  return date.toLocaleString(
    undefined,
    date.getFullYear() === new Date().getFullYear() ? MOMENT : LONG_AGO,
  );
}

/** The time of day in so many seconds; with its day, if it is not today. */
export function timeIn(seconds) {
  const date = new Date(Date.now() + 1000 * seconds);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString(undefined, { timeStyle: "short" }) : moment(date);
}

/** Seconds between two times; to now if the second is missing. */
export const between = (start, end) =>
  start ? ((end ? Date.parse(end) : Date.now()) - Date.parse(start)) / 1000 : null;

/** A metric's value beside an axis, as short as it can be; `ticks` are all of the axis, as Chart.js gives them. */
export const tickOf =
  (key) =>
  (value, index, ticks = []) => {
    if (isShare(key) && ticks.every((tick) => Math.abs(tick.value) < 1.5)) {
      return percent(
        value,
        [0, 1, 2].find((digits) => Math.abs(value * 100 - (value * 100).toFixed(digits)) < 1e-6) ??
          3,
      );
    }
    return isBytes(key) || isTime(key) ? metric(key, value) : tick(value, index, ticks);
  };

/** A multiple beside an axis. */
export const timesTick = (...given) => `\u00d7${tick(...given)}`;

/** A number beside an axis, in as many digits as tell it from its neighbours. */
export function tick(value, _index, ticks = []) {
  const step = ticks.length > 1 ? Math.abs(ticks[1].value - ticks[0].value) : 0;
  const digits = step > 0 && value !== 0 ? Math.ceil(Math.log10(Math.abs(value) / step)) + 2 : 3;
  return number(value, Math.min(Math.max(digits, 3), 10));
}

/** A metric's value in its own unit, judged by its key; `write` is for those that have none. */
export function metric(key, value, write = number) {
  // Some programs log shares, some per cent.
  if (isShare(key) && !(Math.abs(real(value)) > 1)) return percent(value, 2);
  if (isBytes(key)) return bytes(value, 1);
  if (/PerSecond/.test(key)) return Math.abs(real(value)) < 100 ? write(value) : count(value);
  if (isTime(key)) return seconds(value);
  return write(value);
}

/** The words of a key: testTop5Accuracy and test_top5/accuracy have test, top5 and accuracy. */
const wordsOf = (key) =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

// "sharedLoss" is no share, and "accuracyLoss" is a loss.
function isShare(key) {
  if (/^from(mae|mse|kl)$/i.test(key)) return true;
  const own = wordsOf(key);
  return own.some((word) => /^(accuracy|acc\d*|share|top\d+)$/.test(word)) && !own.includes("loss");
}

const isBytes = (key) => wordsOf(key).includes("bytes");

const isTime = (key) => wordsOf(key).at(-1) === "seconds";

/** memoryBytes -> Memory bytes */
export function words(key) {
  const text = key
    .replace(/[_./-]+/g, " ")
    .replace(/([a-z])([A-Z0-9])/g, "$1 $2")
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** modelBytes -> Model, trainSeconds -> Train time: the unit of a metric is told by its values. */
export const title = (key) => words(key.replace(/(.)Bytes$/, "$1").replace(/Seconds$/, "Time"));

/** Cut in the middle: names of runs differ at their ends. */
export function middle(text, most) {
  const signs = [...text];
  if (signs.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  const start = signs.slice(0, most - 1 - end);
  return `${start.join("")}\u2026${signs.slice(-end).join("")}`;
}

/** The gap between two shares, in points of per cent: −2.15 pt. */
export function points(gap) {
  const text = Math.abs(gap * 100).toFixed(2);
  return `${Number(text) === 0 ? "\u00b1" : gap < 0 ? MINUS : "+"}${text} pt`;
}

/** JSON writes NaN and the infinities as strings. */
export function real(value) {
  return value === null || value === undefined || value === "" ? null : Number(value);
}

function coarse(seconds) {
  const unit = seconds < 3600 ? 60 : seconds < 86400 ? 3600 : 86400;
  return Math.floor(seconds / unit) * unit;
}
