// A figure with lines. Its legend is its readout: the values at the cursor, else the last ones.
import { h, perFrame, setText } from "../dom.js";
import * as format from "../format.js";
import { lostStretches, nearest } from "../models/series.js";
import { onTheme } from "../theme.js";
import { ChartOverlay } from "./chart-overlay.js";
import { listenTo } from "./chart-gestures.js";
import { drawPlot } from "./chart-plot.js";
import { figure } from "./figure.js";
import { icon } from "./icon.js";
import { whenVisible } from "./visibility.js";

const MANY = 5;

/**
 * `options`: title, lines() (asked for when they are drawn), note() (what to say without lines),
 * link (XLink), log, band, robust, yFormat, size ("tall" | "short"),
 * ramp ({gradient(), from, to}: many lines named only under the cursor), onpick(line), onlog(log)
 * (the person may choose the axis), hot() (the id of a line to point out, or null), onshow() (each
 * time it comes into view), whole() (the lines with every point for the table, a promise, or null if
 * those that are drawn have them all).
 * Lines: {id, label, color(), x, y, width?, dash?, dots?, front?, quiet? (drawn, not in the legend)}.
 */
export class LineChart {
  constructor(life, options) {
    this.options = options;
    this.lines = [];
    /** {y, selection?}: where a pointer is on this figure, and the range that it drags over. */
    this.pointer = null;
    this.legend = h("div.legend");
    this.reset = zoomOutButton(options.link);
    this.canvas = h("canvas");
    this.overlay = new ChartOverlay();
    this.note = h("p.plot-note");
    this.lost = h("p.plot-lost");
    this.place = h("p.plot-place", { "aria-hidden": "true" });
    this.plot = h(
      "div",
      {
        className: `plot ${options.size ? `plot-${options.size}` : ""}`,
        tabIndex: 0,
        role: "img",
        ariaLabel: options.title,
      },
      this.canvas,
      this.overlay.canvas,
      this.note,
      this.lost,
      this.place,
    );
    this.logButton = options.onlog && logButton(this);
    this.element = figure(
      {
        title: options.title,
        legend: this.legend,
        tools: [this.reset, this.logButton, sizeButton(this)].filter(Boolean),
        rows: () => this.rows(),
        picture: () => this.picture(),
      },
      this.plot,
    );
    this.draw = perFrame(() => this.drawNow());
    listenTo(this);
    this.visible = whenVisible(this.element, life, () => {
      options.onshow?.();
      this.draw();
    });
    life.add(
      onTheme(this.draw),
      this.draw.cancel,
      () => this.chart?.destroy(),
      options.link.on((what) => (what === "range" ? this.draw() : this.showCursor())),
    );
  }

  set(options) {
    Object.assign(this.options, options);
    this.draw();
  }

  /** The lines that the legend names. */
  named() {
    return this.lines.filter((line) => !line.quiet);
  }

  drawNow() {
    if (!this.visible.now) return;
    this.logButton?.setAttribute("aria-pressed", Boolean(this.options.log));
    this.lines = this.options.lines().filter((line) => line.x.length);
    const lost = this.tellLost();
    this.note.textContent = this.lines.length ? lost : (this.options.note?.() ?? "No points yet");
    for (const line of this.lines) line.stroke = line.color();
    this.chart = drawPlot(
      this.chart,
      this.canvas,
      this.lines,
      this.options,
      this.options.link.range,
    );
    // Without lines its axes would be made up.
    this.canvas.style.visibility = this.lines.length ? "" : "hidden";
    this.reset.hidden = !this.options.link.range;
    this.showCursor();
  }

  /** Says where lines have no numbers; the answer is for the note, if nowhere they have one. */
  tellLost() {
    const lines = this.named();
    const stretches = lines.flatMap((line) =>
      lostStretches(line).map((stretch) => ({ line, ...stretch })),
    );
    const what = [...new Set(stretches.flatMap((stretch) => [...stretch.what]))].join(" and ");
    const { name, write } = this.options.link.axis;
    const place = ({ from, to }) =>
      from === to ? `at ${name} ${write(from)}` : `from ${name} ${write(from)} to ${write(to)}`;
    const told = stretches
      .slice(0, 8)
      .map(
        (stretch) =>
          `${stretch.line.label ? `${stretch.line.label}: ` : ""}${[...stretch.what].join(" and ")} ${place(stretch)}`,
      );
    if (stretches.length > told.length) told.push(`and ${stretches.length - told.length} more`);
    const all =
      lines.length > 0 &&
      lines.every(
        (line) => !(line.raw ?? line.y).some((value) => value !== null && Number.isFinite(value)),
      );
    // One stretch is told in full; of many, how many there are.
    setText(
      this.lost,
      all || !stretches.length
        ? ""
        : stretches.length === 1
          ? `${what} ${place(stretches[0])}`
          : `${what} in ${stretches.length} places`,
    );
    this.plot.title = told.join("\n");
    this.said = told.join("; ");
    return all && stretches.length ? `All values are ${what}` : "";
  }

  /** The figure drawn anew at twice its size, with the colours of the present theme. */
  picture() {
    const canvas = h("canvas", { width: this.plot.clientWidth, height: this.plot.clientHeight });
    const lines = this.lines.map((line) => ({ ...line, stroke: line.color() }));
    drawPlot(null, canvas, lines, { ...this.options, fixed: true }, this.options.link.range);
    return {
      node: canvas,
      legend: lines
        .filter((line) => !line.quiet)
        .map(({ stroke, label, dash }) => [stroke, label, dash]),
    };
  }

  /** Puts cursor, dots and readout where the link's cursor is; `pointer` if it is over this chart. */
  showCursor() {
    if (!this.chart || !this.visible.now) return;
    const { cursor } = this.options.link;
    const own = this.pointer;
    const values = this.named().map((line) => {
      const at = cursor === null ? line.x.length - 1 : nearest(line.x, cursor);
      // Where it is drawn, and what was measured there.
      return { line, x: line.x[at], y: line.y[at], value: (line.raw ?? line.y)[at] };
    });
    // Of many lines only the nearest is named.
    const many = Boolean(this.options.ramp) || values.length > MANY;
    const focus = many && own?.y !== undefined ? this.closest(values, own.y) : null;
    this.focused = focus?.line ?? null;
    const hot = own ? undefined : values.find(({ line }) => line.id === this.options.hot?.());
    const out = focus ?? hot;
    // A line that was picked is named while no other is pointed at.
    const told = out ?? (many ? values.find(({ line }) => line.front) : undefined);
    const dots = many ? (told ? [told] : []) : cursor === null ? [] : values;
    this.overlay.draw(
      this.chart,
      cursor === null && !own?.selection && !out
        ? null
        : {
            x: cursor,
            selection: own?.selection,
            dots: dots.map(({ line, x, y }) => ({ x, y, color: line.stroke })),
            line: out && { x: out.line.x, y: out.line.y, color: out.line.stroke },
          },
    );
    this.drawLegend(many ? [] : values, many ? told : null);
    this.tellPlace();
    this.label(told && many ? [told] : values.slice(0, 4));
  }

  closest(values, pixel) {
    let best = null;
    for (const value of values) {
      const away = Math.abs(this.chart.scales.y.getPixelForValue(value.y) - pixel);
      if (Number.isFinite(away) && (!best || away < best.away)) best = { ...value, away };
    }
    return best;
  }

  /** Says where the cursor is, at the axis: within the legend it would move what is below. */
  tellPlace() {
    const { axis, cursor } = this.options.link;
    const { x } = this.chart.scales;
    const isSeen = cursor !== null && this.lines.length > 0 && cursor >= x.min && cursor <= x.max;
    setText(this.place, isSeen ? `${axis.name} ${axis.write(cursor)}` : "");
    if (isSeen) this.place.style.setProperty("--at", `${x.getPixelForValue(cursor)}px`);
  }

  drawLegend(values, focus) {
    const text = (value) => (this.options.yFormat ?? format.number)(value);
    // The readout is what was measured; where the curve is, if that was smoothed, it says on demand.
    const hint = ({ line, y }) => (line.raw ? `Smoothed: ${text(y)}` : "");
    const items = [];
    if (focus) items.push([focus.line.stroke, focus.line.label, text(focus.value), hint(focus)]);
    else if (this.options.ramp) {
      const bar = h("span.ramp");
      bar.style.background = this.options.ramp.gradient();
      this.legend.replaceChildren(
        h("span.legend-item", {}, this.options.ramp.from, bar, this.options.ramp.to),
      );
      return;
    } else
      for (const value of values)
        items.push([value.line.stroke, value.line.label, text(value.value), hint(value)]);
    const marks = JSON.stringify(items.map((item) => [item[0], item[1]]));
    if (marks !== this.legendMarks || !this.legend.querySelector("b")) {
      this.legendMarks = marks;
      this.legend.replaceChildren(
        ...items.map(([stroke, label]) => {
          const swatch = h("span.swatch");
          swatch.style.background = stroke;
          return h(
            "span.legend-item",
            {},
            swatch,
            label && h("span.legend-label", { title: label }, format.middle(label, 32)),
            h("b"),
          );
        }),
      );
    }
    for (const [index, bold] of [...this.legend.querySelectorAll("b")].entries()) {
      setText(bold, items[index][2]);
      bold.title = items[index][3];
    }
  }

  /** Says values and where they are to those who hear the page. */
  label(values) {
    const {
      title,
      link: { axis, cursor },
      yFormat = format.number,
    } = this.options;
    const said = values
      .map(({ line, value }) => `${line.label} ${yFormat(value)}`.trim())
      .join(", ");
    const at = cursor ?? Math.max(...values.map(({ x }) => x));
    const place = values.length ? ` at ${axis.name} ${axis.write(at)}` : "";
    this.plot.setAttribute(
      "aria-label",
      `${title}: ${said || "no points yet"}${place}${this.said ? `; ${this.said}` : ""}. Arrow keys move the cursor.`,
    );
  }

  /** What was recorded, not what was smoothed, and every point of it. */
  async rows() {
    const lines = (await this.options.whole?.()) ?? this.named();
    return [
      ["line", "x", "y"],
      ...lines.flatMap((line) =>
        line.x.map((x, i) => [line.label || this.options.title, x, (line.raw ?? line.y)[i]]),
      ),
    ];
  }
}

const zoomOutButton = (link) =>
  h(
    "button.icon-button",
    { title: "Zoom out", hidden: true, onclick: () => link.setRange(null) },
    icon("reset"),
    h("span.hidden", {}, "Zoom out"),
  );

/** Gives a figure the width of the page and most of the height of the window. */
const sizeButton = (chart) =>
  h(
    "button.icon-button",
    {
      title: "Large",
      "aria-pressed": "false",
      onclick: ({ currentTarget }) => {
        const isLarge = chart.element.classList.toggle("figure-large");
        currentTarget.setAttribute("aria-pressed", isLarge);
        if (isLarge) chart.element.scrollIntoView({ block: "nearest" });
      },
    },
    icon("large"),
    h("span.hidden", {}, `Large figure of ${chart.options.title}`),
  );

const logButton = (chart) =>
  h(
    "button.mini",
    {
      title: "Logarithmic axis",
      "aria-label": `Logarithmic axis of ${chart.options.title}`,
      onclick: () => {
        chart.set({ log: !chart.options.log });
        chart.options.onlog(chart.options.log);
      },
    },
    "log",
  );
