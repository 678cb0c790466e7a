// Two figures side by side, weights and activations, with a line for every layer.
import { rampColor, rampGradient } from "../../components/chart-colors.js";
import { LineChart } from "../../components/line-chart.js";
import { h } from "../../dom.js";

const TITLES = { weight: "Weights", activation: "Activations" };

/**
 * `what`: what the lines are, for the title; `kinds`: weights, activations; `options(kind)`: options
 * of the LineChart; `series(quantizer)`: {x, y} to draw, or null for none; one that was not recorded
 * is none. A click on a line picks its layer.
 */
export class LayerFigures {
  constructor(context, { what, kinds = ["weight", "activation"], options = () => ({}), series }) {
    Object.assign(this, { context, series });
    this.charts = new Map(
      kinds.map((kind) => [
        kind,
        new LineChart(context.life, {
          title: `${what}, ${TITLES[kind].toLowerCase()}`,
          link: context.steps,
          size: "tall",
          ramp: { gradient: () => rampGradient(kind), from: "first", to: "last layer" },
          lines: () => this.lines(kind),
          note: () => context.stepsNote(),
          onpick: (line) => context.pick(line.id),
          onshow: () => {
            context.data.stepSizes.need();
            this.refine();
          },
          whole: () => this.whole(kind),
          ...options(kind),
        }),
      ]),
    );
    this.element = h(
      "div.figures",
      {},
      [...this.charts.values()].map((chart) => chart.element),
    );
    context.pickers.add(() => this.update());
    context.life.add(context.steps.onStill(() => this.refine()));
  }

  /** Asks for more detail of what is zoomed into. */
  refine() {
    const {
      steps: { range },
      data,
    } = this.context;
    if (range && [...this.charts.values()].some(({ visible }) => visible.now))
      data.stepSizes.refine(range);
  }

  set(options) {
    for (const chart of this.charts.values()) chart.set(options);
  }

  update() {
    for (const chart of this.charts.values()) chart.draw();
    this.refine();
  }

  /** The lines with every point, for a table. */
  async whole(kind) {
    const all = await this.context.data.stepSizes.whole();
    return this.lines(kind, ({ id, points }) => all.get(id) ?? points);
  }

  lines(kind, pointsOf = ({ points }) => points) {
    const quantizers = this.context.data.stepSizes.ofKind(kind);
    const last = Math.max(1, quantizers.length - 1);
    return quantizers.flatMap((quantizer, index) => {
      const series = this.series({ ...quantizer, points: pointsOf(quantizer) });
      if (!series || series.y.every((value) => value === null)) return [];
      const picked = this.context.layer === quantizer.layer;
      return [
        {
          ...series,
          id: quantizer.layer,
          label: quantizer.layer,
          front: picked,
          width: picked ? 3 : this.context.layer ? 1 : 1.4,
          color: () => rampColor(kind, index / last),
        },
      ];
    });
  }
}
