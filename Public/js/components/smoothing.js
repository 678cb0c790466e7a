// How much the curves of a page are smoothed: the weight of the past in their moving average.
import { setView, view } from "../router.js";
import { slider } from "./controls.js";

const USUAL = 0.6;

export const smoothingOf = () => Number(view("smooth") ?? USUAL);

/** Changes `context.smoothing` and draws anew. */
export const smoothingSlider = (context, draw) =>
  slider(
    "Smoothing",
    { min: 0, max: 0.98, step: 0.02, value: context.smoothing, text: (value) => value.toFixed(2) },
    (value) => {
      context.smoothing = value;
      setView({ smooth: value === USUAL ? null : value });
      draw();
    },
  );
