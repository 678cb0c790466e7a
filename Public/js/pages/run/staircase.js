// The staircase section: one quantizer's histogram through time.
import { get } from "../../api.js";
import { segmented } from "../../components/controls.js";
import { saveButtons } from "../../components/figure.js";
import { icon } from "../../components/icon.js";
import { section } from "../../components/section.js";
import { BEST, StaircasePlot } from "../../components/staircase-plot.js";
import { emptyState } from "../../components/states.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { nearest } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { onTheme } from "../../theme.js";
import { whenVisible } from "../../components/visibility.js";

export function staircase(context) {
  const state = { kind: view("kind", "weight"), all: [], at: -1, step: view("h"), loaded: null };
  const plot = new StaircasePlot(context.life);
  const layer = h("select.field", { "aria-label": "Layer", onchange: () => context.pick(layer.value) });
  const time = h("input", { type: "range", min: 0, max: 0, step: 1, "aria-label": "Step of training" });
  const when = h("output");
  const play = h("button.icon-button", { title: "Play through training" });
  const facts = h("dl.pairs");
  const figure = h("div.panel.staircase", {},
    h("div.staircase-main", {},
      h("div.staircase-layer", {}, layer,
        segmented("What is quantized", [["weight", "Weights"], ["activation", "Activations"]], state.kind, (kind) => {
          state.kind = kind;
          setView({ kind: kind === "weight" ? null : kind });
          load();
        }),
        h("div.figure-tools", {}, saveButtons("Staircase", () => ({ node: plot.svg }), () => plot.rows()))),
      plot.element, h("div.timeline", {}, play, time, when)),
    h("div.staircase-side", {}, h("h3", {}, "At this step"), facts));
  const empty = h("div.panel");
  const whatIsMissing = (...words) => empty.replaceChildren(emptyState(...words));
  const note = h("p", {}, "How the values are spread, the levels they are rounded to, and how many values each code holds.");
  const element = section("Staircase", { note }, figure, empty);
  let timer = 0;

  const quantizer = () => {
    const found = context.data.layers().find((entry) => entry.layer === layer.value);
    return found?.[state.kind] ?? found?.weight ?? found?.activation;
  };

  async function load() {
    if (!seen.now || !layer.value) return;
    const { id } = quantizer();
    const body = await get(`/runs/${context.run.id}/histograms?quantizer=${encodeURIComponent(id)}`, context.life.signal).catch(() => null);
    if (id !== quantizer()?.id) return;
    if (!body) {
      if (!state.all.length) whatIsMissing("The histograms cannot be read", "The service did not answer; they are read again as soon as it does.");
      return;
    }
    const wasLast = state.at < 0 || state.at === state.all.length - 1 || state.loaded !== id;
    const old = state.all[state.at]?.step ?? Number(state.step ?? NaN);
    state.all = body.items.sort((a, b) => a.step - b.step);
    state.loaded = id;
    const kept = state.step === null && wasLast ? -1 : state.all.findIndex((item) => item.step === old);
    state.at = kept >= 0 ? kept : state.all.length - 1;
    draw();
  }

  function draw() {
    const histogram = state.all[state.at];
    figure.hidden = !histogram;
    empty.hidden = Boolean(histogram);
    if (!histogram) return whatIsMissing("No histograms yet", "They are taken at the start, after every epoch and at the end.");
    const chosen = quantizer();
    time.max = String(state.all.length - 1);
    time.value = String(state.at);
    time.disabled = state.all.length < 2;
    setText(when, `step ${format.count(histogram.step)}`);
    plot.show(chosen, histogram, state.all);
    drawFacts(facts, chosen, histogram, state.all[0], plot.state.codes);
  }

  time.addEventListener("input", () => {
    state.at = Number(time.value);
    state.step = state.at === state.all.length - 1 ? null : state.all[state.at].step;
    setView({ h: state.step });
    draw();
  });

  const showPlay = () => play.replaceChildren(icon(timer ? "pause" : "play"), h("span.hidden", {}, timer ? "Pause" : "Play through training"));
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    showPlay();
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (state.at >= state.all.length - 1) state.at = -1;
    timer = setInterval(() => {
      state.at += 1;
      draw();
      if (state.at >= state.all.length - 1) stop();
    }, 700);
    showPlay();
  });
  showPlay();

  function update() {
    const layers = context.data.layers().map((entry) => entry.layer);
    if (layer.options.length !== layers.length) {
      layer.replaceChildren(...layers.map((name) => h("option", { value: name }, name)));
      picked();
    }
    if (!layers.length) draw();
    // A run that has just begun has layers and no histogram.
    else if (state.all[state.at] && seen.now) drawFacts(facts, quantizer(), state.all[state.at], state.all[0], plot.state.codes);
  }

  // Without a picked layer, one from the middle: the first and the last have 8 bits by default.
  const picked = () => {
    const layers = [...layer.options].map((option) => option.value);
    layer.value = layers.includes(context.layer) ? context.layer : layers[Math.floor(layers.length / 2)] ?? "";
    load();
  };
  context.pickers.add(picked);
  const seen = whenVisible(element, context.life, () => {
    context.data.needSteps();
    if (!state.loaded) load();
  });
  context.life.add(onTheme(draw), stop);
  return { element, update, epochEnded: load };
}

/** Against the step sizes of least error (section 3.6 of the paper), where they are known. */
const bestRows = ({ stepSize, bestSteps }) =>
  BEST.filter(([key]) => bestSteps?.[key] > 0).map(([key, name, whole]) => [h("span", { title: `s against the step size of least ${whole}` }, "s / s", h("sub", {}, name)), `\u00d7${format.number(stepSize / bestSteps[key], 3)}`]);

function drawFacts(facts, quantizer, histogram, first, codes) {
  const { points, bits } = quantizer;
  const at = nearest(points.step, histogram.step);
  const mse = at >= 0 ? points.mse[at] : null;
  const rows = [
    ["Step size s", format.number(histogram.stepSize, 4)],
    ...bestRows(histogram),
    ["s / s at the start", `\u00d7${format.number(histogram.stepSize / first.stepSize, 3)}`],
    ["Bits", `${bits}, ${quantizer.signed ? "signed" : "unsigned"}`],
    ["Values", format.count(codes.total)],
    ["Codes in use", `${codes.used} of ${codes.shares.length}`],
    ["Entropy of the codes", `${codes.entropy.toFixed(2)} bits`],
    ["Clipped low", at >= 0 ? format.percent(points.clippedLow[at], 2) : format.DASH],
    ["Clipped high", at >= 0 ? format.percent(points.clippedHigh[at], 2) : format.DASH],
    ["Mean square error", format.number(mse, 3)],
    ["Signal to noise", mse > 0 && codes.power > 0 ? `${format.number(10 * Math.log10(codes.power / mse), 3)} dB` : format.DASH],
  ];
  facts.replaceChildren(...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}
