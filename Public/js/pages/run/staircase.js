// The staircase section: one quantizer's histogram through time.
import { list } from "../../api.js";
import { segmented } from "../../components/controls.js";
import { saveButtons } from "../../components/figure.js";
import { icon } from "../../components/icon.js";
import { section } from "../../components/section.js";
import { BEST, StaircasePlot } from "../../components/staircase-plot.js";
import { emptyState } from "../../components/states.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { powerOf, signalToNoise } from "../../models/occupancy.js";
import { nearest } from "../../models/series.js";
import { setView, view } from "../../router.js";
import { onTheme } from "../../theme.js";
import { whenVisible } from "../../components/visibility.js";

export const staircase = (context) => new Staircase(context);

class Staircase {
  constructor(context) {
    this.context = context;
    this.kind = view("kind", "weight");
    /** Every histogram of the quantizer whose id is `loaded`, and which of them is shown. */
    this.all = [];
    this.at = -1;
    this.loaded = null;
    /** Whether something else or something newer is to be read once it comes into view. */
    this.isStale = true;
    /** The step of training that was chosen; null follows the newest. */
    this.step = view("h");
    this.plot = new StaircasePlot(context.life);
    this.timeline = new Timeline(
      () => [this.at, this.all.length],
      (...given) => this.goTo(...given),
    );
    this.build();
    this.seen = whenVisible(this.element, context.life, () => {
      context.data.stepSizes.need();
      if (this.isStale) this.load();
    });
    context.pickers.add(() => this.picked());
    context.life.add(
      onTheme(() => this.draw()),
      () => this.timeline.stop(),
    );
  }

  build() {
    this.layer = h("select.field", {
      "aria-label": "Layer",
      onchange: () => this.context.pick(this.layer.value),
    });
    this.facts = h("dl.pairs");
    const kinds = segmented(
      "What is quantized",
      [
        ["weight", "Weights"],
        ["activation", "Activations"],
      ],
      this.kind,
      (kind) => {
        this.kind = kind;
        setView({ kind: kind === "weight" ? null : kind });
        this.load();
      },
    );
    const saves = h(
      "div.figure-tools",
      {},
      saveButtons(
        "Staircase",
        () => ({ node: this.plot.svg }),
        () => this.plot.rows(),
      ),
    );
    this.figure = h(
      "div.panel.staircase",
      {},
      h(
        "div.staircase-main",
        {},
        h("div.staircase-layer", {}, this.layer, kinds, saves),
        this.plot.element,
        this.timeline.element,
      ),
      h("div.staircase-side", {}, h("h3", {}, "At this step"), this.facts),
    );
    this.empty = h("div.panel");
    const note = h(
      "p",
      {},
      "How the values are spread, the levels they are rounded to, and how many values each code holds.",
    );
    this.element = section("Staircase", { note }, this.figure, this.empty);
  }

  get quantizer() {
    const found = this.context.data.stepSizes
      .layers()
      .find((entry) => entry.layer === this.layer.value);
    return found?.[this.kind] ?? found?.weight ?? found?.activation;
  }

  async load() {
    this.isStale = !this.seen.now || !this.layer.value;
    if (this.isStale) return;
    const { id } = this.quantizer;
    const items = await list(
      `/runs/${this.context.run.id}/histograms?quantizer=${encodeURIComponent(id)}`,
      { signal: this.context.life.signal },
    ).catch(() => null);
    // Another may have been chosen since.
    if (id !== this.quantizer?.id) return;
    if (!items) {
      this.isStale = true;
      // Those of another layer do not stand for this one.
      if (this.loaded === id) return;
      Object.assign(this, { all: [], at: -1 });
      this.draw();
      return this.lack(
        "The histograms cannot be read",
        "The service did not answer; they are read again as soon as it does.",
      );
    }
    const wasLast = this.at < 0 || this.at === this.all.length - 1 || this.loaded !== id;
    const old = this.all[this.at]?.step ?? Number(this.step ?? NaN);
    this.all = items.sort((a, b) => a.step - b.step);
    this.loaded = id;
    const kept =
      this.step === null && wasLast ? -1 : this.all.findIndex((item) => item.step === old);
    this.at = kept >= 0 ? kept : this.all.length - 1;
    this.draw();
  }

  lack(...words) {
    this.empty.replaceChildren(emptyState(...words));
  }

  /** Shows another histogram; one that was not chosen by hand is not kept in the URL. */
  goTo(at, isChosen = true) {
    this.at = at;
    if (isChosen) {
      this.step = at === this.all.length - 1 ? null : this.all[at].step;
      setView({ h: this.step });
    }
    this.draw();
  }

  draw() {
    const histogram = this.all[this.at];
    this.figure.hidden = !histogram;
    this.empty.hidden = Boolean(histogram);
    if (!histogram)
      return this.lack(
        "No histograms yet",
        "They are taken at the start, after every epoch and at the end, unless the job asks for none.",
      );
    this.timeline.draw(histogram.step);
    this.plot.show(this.quantizer, histogram, this.all);
    this.drawFacts();
  }

  drawFacts() {
    drawFacts(this.facts, this.quantizer, this.all[this.at], this.all[0], this.plot.state.codes);
  }

  /** Without a picked layer, one from the middle: the first and the last have 8 bits by default. */
  picked() {
    const layers = [...this.layer.options].map((option) => option.value);
    this.layer.value = layers.includes(this.context.layer)
      ? this.context.layer
      : (layers[Math.floor(layers.length / 2)] ?? "");
    this.load();
  }

  update() {
    const layers = this.context.data.stepSizes.layers().map((entry) => entry.layer);
    if (this.layer.options.length !== layers.length) {
      this.layer.replaceChildren(...layers.map((name) => h("option", { value: name }, name)));
      this.picked();
    }
    if (!layers.length) this.draw();
    // A run that has just begun has layers and no histogram.
    else if (this.all[this.at] && this.seen.now && this.loaded === this.quantizer?.id)
      this.drawFacts();
  }

  epochEnded() {
    this.load();
  }
}

/** A slider through training, and a button that plays it. */
class Timeline {
  /** `place()`: [which is shown, of how many]; `goTo(at, isChosen)`. */
  constructor(place, goTo) {
    Object.assign(this, { place, goTo, timer: 0 });
    this.slider = h("input", {
      type: "range",
      min: 0,
      max: 0,
      step: 1,
      "aria-label": "Step of training",
      oninput: () => goTo(Number(this.slider.value)),
    });
    this.when = h("output");
    this.play = h("button.icon-button", {
      title: "Play through training",
      onclick: () => (this.timer ? this.stop() : this.start()),
    });
    this.element = h("div.timeline", {}, this.play, this.slider, this.when);
    this.show();
  }

  draw(step) {
    const [at, count] = this.place();
    this.slider.max = String(count - 1);
    this.slider.value = String(at);
    this.slider.disabled = count < 2;
    const text = `step ${format.count(step)}`;
    this.slider.setAttribute("aria-valuetext", text);
    setText(this.when, text);
  }

  show() {
    this.play.replaceChildren(
      icon(this.timer ? "pause" : "play"),
      h("span.hidden", {}, this.timer ? "Pause" : "Play through training"),
    );
  }

  start() {
    const isEnd = () => this.place()[0] >= this.place()[1] - 1;
    // At its end it begins anew.
    let from = isEnd() ? -1 : null;
    this.timer = setInterval(() => {
      this.goTo((from ?? this.place()[0]) + 1, false);
      from = null;
      if (isEnd()) this.stop();
    }, 700);
    this.show();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.show();
  }
}

/** Against the step sizes of least error (section 3.6 of the paper), where they are known. */
const bestRows = ({ stepSize, bestSteps }) =>
  BEST.filter(([key]) => bestSteps?.[key] > 0).map(([key, name, whole]) => [
    h("span", { title: `s against the step size of least ${whole}` }, "s / s", h("sub", {}, name)),
    `\u00d7${format.number(stepSize / bestSteps[key], 3)}`,
  ]);

function drawFacts(facts, quantizer, histogram, first, codes) {
  const { points, bits } = quantizer;
  const { offset } = histogram;
  const at = nearest(points.step, histogram.step);
  const mse = at >= 0 ? points.mse[at] : null;
  const ratio = signalToNoise(powerOf(histogram), mse);
  const rows = [
    ["Step size s", format.number(histogram.stepSize, 4)],
    ...(offset === undefined ? [] : [["Offset of the levels", format.number(offset, 4)]]),
    ...bestRows(histogram),
    ["s / s at the start", `\u00d7${format.number(histogram.stepSize / first.stepSize, 3)}`],
    ["Bits", `${bits}, ${quantizer.signed ? "signed" : "unsigned"}`],
    ["Values", format.count(codes.total)],
    ["Codes in use", `${codes.used} of ${codes.shares.length}`],
    ["Entropy of the codes", `${codes.entropy.toFixed(2)} bits`],
    ["Clipped low", at >= 0 ? format.percent(points.clippedLow[at], 2) : format.DASH],
    ["Clipped high", at >= 0 ? format.percent(points.clippedHigh[at], 2) : format.DASH],
    ["Mean square error", format.number(mse, 3)],
    ["Signal to noise", ratio === null ? format.DASH : `${format.number(ratio, 3)} dB`],
  ];
  facts.replaceChildren(
    ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}
