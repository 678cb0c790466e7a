// The staircase: how the values of a layer are spread, with the quantizer's levels and transfer
// function over them, and below, how many values each code holds.
import { h, s, setText } from "../dom.js";
import * as format from "../format.js";
import { codeOf, codeRange, levelOf, occupancy, transferPath } from "../models/occupancy.js";
import { niceStep } from "../models/series.js";

/** What a step size may have the least of: [key, name, in words]. */
export const BEST = [
  ["mae", "MAE", "mean absolute error"],
  ["mse", "MSE", "mean square error"],
  ["kl", "KL", "Kullback-Leibler divergence"],
];

const PAD = { left: 14, right: 56, top: 22, axis: 24, codes: 62, bottom: 18 };

export class StaircasePlot {
  constructor(life) {
    this.svg = s("svg.staircase-plot", { role: "img", "aria-label": "Staircase" });
    this.readout = h("p.muted", {}, "\u00a0");
    this.element = h("div", {}, this.svg, this.readout);
    life.onSize(this.svg, () => this.draw());
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.tell(null));
  }

  /** `all`: every histogram of the quantizer, so that axes stand still while time moves. */
  show(quantizer, histogram, all) {
    const lows = all.map((item) => item.low);
    const highs = all.map((item) => item.high);
    const range = codeRange(quantizer.bits, quantizer.signed);
    const [low, high] = [Math.min(...lows), Math.max(...highs)];
    const spread = high - low || 1;
    // The clipping thresholds are shown too, unless the data would shrink to a corner.
    const ends = [levelOf(range.low - 0.5, histogram), levelOf(range.high + 0.5, histogram)];
    const domain = [
      Math.max(Math.min(low, ends[0]), low - spread * 0.3),
      Math.min(Math.max(high, ends[1]), high + spread * 0.3),
    ];
    this.state = {
      quantizer,
      histogram,
      range,
      domain,
      peak: Math.max(...all.map(usualPeak)),
      codes: occupancy(histogram, range),
    };
    this.draw();
    this.tell(null);
  }

  draw() {
    const { state } = this;
    const box = this.svg.getBoundingClientRect();
    if (!state || box.width < 80) return;
    this.size = {
      width: box.width,
      height: box.height,
      base: box.height - PAD.axis - PAD.codes - PAD.bottom,
    };
    this.svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    const { quantizer, histogram, codes } = state;
    this.svg.setAttribute(
      "aria-label",
      `${quantizer.id} at step ${histogram.step}: step size ${format.number(histogram.stepSize)}, ${offsetText(histogram)}${codes.used} of ${codes.shares.length} codes in use`,
    );
    this.svg.replaceChildren(
      ...this.beyond(),
      ...this.levels(),
      ...this.bars(),
      ...this.transfer(),
      ...this.axis(),
      ...this.best(),
      ...this.codeBars(),
    );
  }

  x(v) {
    const {
      domain: [low, high],
    } = this.state;
    return PAD.left + ((v - low) / (high - low)) * (this.size.width - PAD.left - PAD.right);
  }

  /** Place of v_hat on the right axis: the levels fill the height. */
  y(v) {
    const [low, high] = this.ends();
    return this.size.base - 4 - ((v - low) / (high - low)) * (this.size.base - 4 - PAD.top);
  }

  /** The lowest and the highest level, beyond which values are clipped. */
  ends() {
    const { range, histogram } = this.state;
    return [levelOf(range.low, histogram), levelOf(range.high, histogram)];
  }

  /** Whether there may be values below the lowest level: not below that of zero, after a ReLU. */
  get clipsLow() {
    const { range, histogram } = this.state;
    return range.low < 0 || histogram.offset > 0;
  }

  /** Where values are clipped. */
  beyond() {
    const { domain } = this.state;
    const [low, high] = this.ends();
    return [
      [domain[0], low, this.clipsLow],
      [high, domain[1], true],
    ]
      .filter(([from, to, clips]) => clips && to > from)
      .map(([from, to]) =>
        s("rect.st-range", {
          x: this.x(from),
          y: PAD.top,
          width: this.x(to) - this.x(from),
          height: this.size.base - PAD.top,
        }),
      );
  }

  levels() {
    const { range, histogram } = this.state;
    if (this.x(histogram.stepSize) - this.x(0) < 7) return [];
    const lines = [];
    for (let code = range.low; code <= range.high; code++) {
      const x = this.x(levelOf(code, histogram));
      if (x >= PAD.left && x <= this.size.width - PAD.right)
        lines.push(s("line.st-level", { x1: x, x2: x, y1: PAD.top, y2: this.size.base }));
    }
    return lines;
  }

  bars() {
    const { histogram, range, peak } = this.state;
    const { low, high, counts } = histogram;
    const [lowest, highest] = this.ends();
    const width = (high - low) / counts.length;
    const total = counts.reduce((sum, values) => sum + values, 0) || 1;
    return counts.flatMap((values, bin) => {
      if (!values) return [];
      const centre = low + (bin + 0.5) * width;
      const density = values / (total * width);
      const tall = Math.min(density / peak, 1) * (this.size.base - PAD.top - 6);
      const clipped = centre > highest || (this.clipsLow && centre < lowest);
      const kind = clipped ? ".clipped" : codeOf(centre, histogram, range) % 2 ? ".odd" : "";
      const [from, to] = [this.x(low + bin * width), this.x(low + (bin + 1) * width)];
      const bar = s(`rect.st-bar${kind}`, {
        x: from,
        y: this.size.base - tall,
        width: Math.max(0.8, to - from - 0.6),
        height: tall,
      });
      if (density <= peak * 1.001) return [bar];
      // The bar of zeros after a ReLU would flatten all others: it is cut, and says its height.
      return [
        bar,
        s(
          "text.st-text",
          { x: to + 5, y: PAD.top + 14 },
          `${format.percent(values / total, 0)} in this bin`,
        ),
      ];
    });
  }

  transfer() {
    const { domain, range, histogram, quantizer } = this.state;
    const line = (points) =>
      points
        .map(([v, out], i) => `${i ? "L" : "M"}${this.x(v).toFixed(1)} ${this.y(out).toFixed(1)}`)
        .join("");
    const stairs = s("path.st-stairs", { d: line(transferPath(histogram, range, ...domain)) });
    stairs.style.stroke = `var(--${quantizer.kind})`;
    const [low, high] = this.ends();
    const [from, to] = [Math.max(domain[0], low), Math.min(domain[1], high)];
    const labels = this.outputs().map((v) =>
      s(
        "text.st-text",
        { x: this.size.width - PAD.right + 8, y: this.y(v) + 4 },
        format.number(v, 2),
      ),
    );
    return [
      s("path.st-identity", {
        d: line([
          [from, from],
          [to, to],
        ]),
      }),
      stairs,
      ...labels,
      s(
        "text.st-text",
        { x: this.size.width - PAD.right + 42, y: PAD.top - 6, "text-anchor": "end" },
        "v\u0302",
      ),
    ];
  }

  /** Values of v_hat to write at the right axis: every level while there is room, else three. */
  outputs() {
    const {
      range: { low, high },
      histogram,
    } = this.state;
    const codes =
      high - low < 8
        ? Array.from({ length: high - low + 1 }, (_, i) => low + i)
        : low < 0
          ? [low, 0, high]
          : [0, (high + 1) / 2, high];
    return codes.map((code) => levelOf(code, histogram));
  }

  axis() {
    const {
      domain: [low, high],
    } = this.state;
    const y = this.size.base + 0.5;
    const unit = niceStep((high - low) / (this.size.width > 500 ? 8 : 4));
    const parts = [s("path.st-axis", { d: `M${PAD.left} ${y}H${this.size.width - PAD.right}` })];
    for (let v = Math.ceil(low / unit) * unit; v <= high; v += unit) {
      const x = this.x(v);
      const text = format.number(Math.abs(v) < unit / 1e6 ? 0 : v, 3);
      parts.push(s("path.st-axis", { d: `M${x} ${y}v4` }));
      // The name of the axis stands after its end.
      if (x + text.length * 3.5 < this.size.width - PAD.right + 6)
        parts.push(s("text.st-text", { x, y: y + 17, "text-anchor": "middle" }, text));
    }
    parts.push(s("text.st-text", { x: this.size.width - PAD.right + 8, y: y + 17 }, "v"));
    return parts;
  }

  /** Where the level of code 1 would stand for the least of each error: marks on the v axis, the own filled. */
  best() {
    const {
      histogram: { stepSize, offset, bestSteps },
      quantizer,
    } = this.state;
    const y = this.size.base;
    const mark = (step, text, kind) => {
      const x = this.x(levelOf(1, { stepSize: step, offset }));
      if (!(x >= PAD.left && x <= this.size.width - PAD.right)) return [];
      const path = s(
        `path.st-mark${kind}`,
        { d: `M${x} ${y}l-4 -7h8z` },
        s("title", {}, `${text}: ${format.number(step, 4)}`),
      );
      path.style.stroke = path.style.fill = `var(--${quantizer.kind})`;
      return [path];
    };
    return bestSteps
      ? [
          ...BEST.flatMap(([key, name]) => mark(bestSteps[key], `s of least ${name}`, "")),
          ...mark(stepSize, "s", ".own"),
        ]
      : [];
  }

  codeBars() {
    const { range, histogram, codes, quantizer } = this.state;
    const top = this.size.base + PAD.axis + 8;
    const floor = top + PAD.codes - 8;
    const most = Math.max(...codes.shares, 1e-9);
    const cell = this.x(histogram.stepSize) - this.x(0);
    const [left, right] = [PAD.left, this.size.width - PAD.right];
    const parts = [
      s("path.st-axis", { d: `M${left} ${floor + 0.5}H${right}` }),
      s("text.st-text", { x: right + 8, y: floor }, "codes"),
    ];
    for (const [index, share] of codes.shares.entries()) {
      const code = range.low + index;
      const x = this.x(levelOf(code, histogram));
      if (x < left || x > right) continue;
      const tall = (share / most) * (PAD.codes - 22);
      const bar = s("rect", {
        x: Math.max(left, x - cell * 0.36),
        y: floor - tall,
        width: Math.max(0.7, cell * 0.72),
        height: tall,
      });
      bar.style.fill = `var(--${quantizer.kind})`;
      parts.push(bar);
      if (cell > 34) {
        parts.push(
          s("text.st-text", { x, y: floor + 14, "text-anchor": "middle" }, format.number(code)),
        );
        parts.push(
          s(
            "text.st-text",
            { x, y: floor - tall - 4, "text-anchor": "middle" },
            format.percent(share, cell > 44 ? 1 : 0),
          ),
        );
      }
    }
    return parts;
  }

  point(event) {
    if (!this.state || !this.size) return;
    const {
      domain: [low, high],
    } = this.state;
    const at =
      (event.clientX - this.svg.getBoundingClientRect().left - PAD.left) /
      (this.size.width - PAD.left - PAD.right);
    this.tell(at >= 0 && at <= 1 ? low + at * (high - low) : null);
  }

  tell(v) {
    if (!this.state) return;
    const { histogram, range, codes } = this.state;
    if (v === null) {
      setText(this.readout, "Point at a value to see its code.");
      return;
    }
    const code = codeOf(v, histogram, range);
    const level = levelOf(code, histogram);
    setText(
      this.readout,
      `v ${format.number(v, 3)} \u2192 code ${format.number(code)} \u2192 v\u0302 ${format.number(level, 3)}, error ${format.number(level - v, 2)}; ${format.percent(codes.shares[code - range.low], 2)} of the values have this code`,
    );
  }

  /** The histogram as a table: the edges of each bin, its values, and the code they become. */
  rows() {
    const { histogram, range } = this.state;
    const { low, high, counts } = histogram;
    const width = (high - low) / counts.length;
    return [
      ["from", "to", "values", "code", "level"],
      ...counts.map((values, bin) => {
        const code = codeOf(low + (bin + 0.5) * width, histogram, range);
        const level = levelOf(code, histogram);
        return [low + bin * width, low + (bin + 1) * width, values, code, level];
      }),
    ];
  }
}

const offsetText = ({ offset }) =>
  offset === undefined ? "" : `offset ${format.number(offset)}, `;

/** The highest density, leaving out one bin that towers over all others. */
function usualPeak({ low, high, counts }) {
  const total = counts.reduce((sum, values) => sum + values, 0) || 1;
  const [first, second] = [...counts].sort((a, b) => b - a);
  const peak = second > 0 && first > 2 * second ? second * 1.2 : first;
  return (peak || 1) / (total * ((high - low) / counts.length || 1));
}
