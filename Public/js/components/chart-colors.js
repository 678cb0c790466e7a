// Colours of lines: a few distinct ones for things without order, a ramp for layers by depth.
import { color, isDark } from "../theme.js";

export const distinct = (index) => color(`--c${index % 8}`);

// Both ramps keep 3:1 against their ground from end to end.
const RAMPS = {
  weight: {
    light: ["#c77714", "#b8500f", "#8c1f3f", "#4b1248"],
    dark: ["#ffd591", "#f0955a", "#e0607e", "#b872d6"],
  },
  activation: {
    light: ["#6f9a2d", "#0b8a7c", "#1f66b5", "#2c2a78"],
    dark: ["#cfe58a", "#45c1b4", "#5da2f0", "#9c8cf5"],
  },
};

const stops = (kind, theme = isDark() ? "dark" : "light") => RAMPS[kind][theme];

/** The colour of a layer `at` 0 (input) ... 1 (output). */
export function rampColor(kind, at, theme) {
  const ramp = stops(kind, theme);
  const place = Math.min(Math.max(at, 0), 1) * (ramp.length - 1);
  const low = Math.min(Math.floor(place), ramp.length - 2);
  const [a, b] = [channels(ramp[low]), channels(ramp[low + 1])];
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * (place - low))).join(" ")})`;
}

/** The same for CSS, which takes the one of its theme. */
export const rampStyle = (kind, at) =>
  `light-dark(${rampColor(kind, at, "light")}, ${rampColor(kind, at, "dark")})`;

export const rampGradient = (kind) => `linear-gradient(90deg, ${stops(kind).join(", ")})`;

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
