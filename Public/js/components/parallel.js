// Parallel coordinates: an upright axis a quantity, a line a run. Dragging along an axis keeps the
// runs whose value lies there; a click on the axis lets them go. With keys, an arrow keeps the half of
// the axis that it points to, then moves what is kept, or its lower end with Shift; Escape lets go.
import { h, s } from "../dom.js";
import { isPlaceable, scaleOf } from "../models/scale.js";
import { figure } from "./figure.js";

const PAD = { left: 56, right: 56, top: 46, bottom: 20 };
const WAYS = { ArrowUp: -1, ArrowDown: 1 };
// Of an axis a key moves so much.
const PRESS = 1 / 20;

/** `update(runs, axes)`: runs {id, label, color: as CSS writes it, values: [per axis]}; axes {id, label, write}. */
export class Parallel {
  constructor(life, title) {
    this.title = title;
    this.brushes = new Map();
    this.svg = s("svg.parallel", { role: "group" });
    this.said = h("p.muted", { role: "status" });
    this.element = figure(
      {
        title,
        picture: () => ({ node: this.svg }),
        rows: () => [
          ["run", ...this.axes.map((axis) => axis.label)],
          ...this.runs.filter((run) => this.keeps(run)).map((run) => [run.label, ...run.values]),
        ],
      },
      h("div.scroll-x", { tabIndex: 0, role: "group", "aria-label": title }, this.svg),
      this.said,
    );
    life.onSize(this.svg, () => this.draw());
    this.svg.addEventListener("pointerdown", (event) => this.brush(event));
    this.svg.addEventListener("keydown", (event) => this.press(event));
    this.svg.addEventListener("pointerover", (event) => this.point(event.target.dataset?.run));
    this.svg.addEventListener("pointerleave", () => this.point(null));
  }

  update(runs, axes) {
    Object.assign(this, { runs, axes });
    for (const id of this.brushes.keys())
      if (!axes.some((axis) => axis.id === id)) this.brushes.delete(id);
    this.draw();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.svg;
    if (!this.axes?.length || !width) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute(
      "aria-label",
      `${this.title}: ${this.runs.length} runs over ${this.axes.map((axis) => axis.label).join(", ")}. The table has the same values.`,
    );
    this.gap = (width - PAD.left - PAD.right) / Math.max(this.axes.length - 1, 1);
    this.x = (index) => PAD.left + index * this.gap;
    this.scales = this.axes.map((axis, index) =>
      scaleOf(
        this.runs.map((run) => run.values[index]),
        height - PAD.bottom,
        PAD.top,
        axis,
      ),
    );
    const missing = height - PAD.bottom + 12;
    const place = (run, index) =>
      isPlaceable(run.values[index]) ? this.scales[index].place(run.values[index]) : missing;
    this.lines = this.runs.map((run) => {
      const line = s(
        "path.parallel-line",
        {
          d: this.axes
            .map(
              (_, index) => `${index ? "L" : "M"}${this.x(index)} ${place(run, index).toFixed(1)}`,
            )
            .join(""),
          dataset: { run: run.id },
        },
        s("title", {}, run.label),
      );
      line.style.stroke = run.color;
      return line;
    });
    const lacks = this.runs.some((run) => !run.values.every(isPlaceable));
    const focused = this.svg.querySelector(":focus")?.dataset.axis;
    this.svg.replaceChildren(
      ...this.lines,
      ...(lacks
        ? [
            s(
              "text.st-text.parallel-tick",
              { x: PAD.left - 8, y: missing + 4, "text-anchor": "end" },
              "none",
            ),
          ]
        : []),
      ...this.axes.flatMap((axis, index) => this.axis(axis, index, height)),
    );
    if (focused) this.svg.querySelector(`[data-axis="${focused}"]`)?.focus({ preventScroll: true });
    this.dim();
  }

  axis(axis, index, height) {
    const x = this.x(index);
    const scale = this.scales[index];
    const every = Math.max(
      1,
      Math.ceil(scale.ticks.length / ((height - PAD.top - PAD.bottom) / 18)),
    );
    const end = index === this.axes.length - 1;
    const brush = this.brushes.get(axis.id);
    const width = Math.max(6, Math.floor(this.gap / 7.5));
    return [
      s("path.st-axis", { d: `M${Math.round(x) + 0.5} ${PAD.top}V${height - PAD.bottom}` }),
      brush &&
        s("rect.parallel-brush", { x: x - 7, y: brush[0], width: 14, height: brush[1] - brush[0] }),
      s(
        "text.st-value",
        {
          x,
          y: index % 2 && this.gap < 110 ? 30 : 14,
          "text-anchor": index === 0 ? "start" : end ? "end" : "middle",
          dx: index === 0 ? -20 : end ? 20 : 0,
        },
        cut(axis.label, width * (this.gap < 110 ? 2 : 1)),
        s("title", {}, axis.label),
      ),
      ...scale.ticks
        .filter((_, i) => i % every === 0)
        .map((tick) =>
          s(
            "text.st-text.parallel-tick",
            {
              x: x + (end ? 8 : -8),
              y: scale.place(tick) + 4,
              "text-anchor": end ? "start" : "end",
            },
            cut(axis.write(tick), 9),
          ),
        ),
      s("rect.parallel-grip", {
        x: x - 10,
        y: PAD.top,
        width: 20,
        height: height - PAD.top - PAD.bottom,
        dataset: { axis: index },
        ...this.slider(axis, height),
      }),
    ].filter(Boolean);
  }

  /** What an axis is to those who do not see it: where the middle of what it keeps lies. */
  slider({ id, label }, height) {
    const [from, to] = this.brushes.get(id) ?? [PAD.top, height - PAD.bottom];
    const place = (height - PAD.bottom - (from + to) / 2) / (height - PAD.top - PAD.bottom);
    return {
      tabindex: 0,
      role: "slider",
      "aria-label": label,
      "aria-orientation": "vertical",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": Math.round(100 * place),
      "aria-valuetext": this.brushes.has(id) ? "some runs are kept" : "all runs are kept",
    };
  }

  press(event) {
    const index = event.target.dataset?.axis;
    const way = WAYS[event.key];
    if (index === undefined || !(way || event.key === "Escape")) return;
    event.preventDefault();
    const { id } = this.axes[index];
    if (way) this.brushes.set(id, this.pressed(this.brushes.get(id), way, event.shiftKey));
    else this.brushes.delete(id);
    this.draw();
  }

  /** What an arrow makes of `kept`, [from, to] of an axis, if some of it is. */
  pressed(kept, way, onlyEnd) {
    const [top, bottom] = [PAD.top - 1, this.svg.clientHeight - PAD.bottom + 1];
    const middle = (top + bottom) / 2;
    if (!kept) return way < 0 ? [top, middle] : [middle, bottom];
    const [from, to] = kept;
    const unit = (bottom - top) * PRESS;
    const move = Math.min(
      Math.max(way * unit, onlyEnd ? from + unit - to : top - from),
      bottom - to,
    );
    return [onlyEnd ? from : from + move, to + move];
  }

  brush(event) {
    const index = event.target.dataset?.axis;
    if (index === undefined) return;
    event.preventDefault();
    const { id } = this.axes[index];
    const { top } = this.svg.getBoundingClientRect();
    const start = event.clientY - top;
    const move = ({ clientY }) => {
      const now = clientY - top;
      if (Math.abs(now - start) > 4)
        this.brushes.set(id, [Math.min(start, now), Math.max(start, now)]);
      else this.brushes.delete(id);
      this.draw();
    };
    const stop = new AbortController();
    const listen = (name, listener) => addEventListener(name, listener, { signal: stop.signal });
    listen("pointermove", move);
    listen("pointerup", (last) => {
      stop.abort();
      move(last);
    });
    // A finger that scrolls.
    listen("pointercancel", () => stop.abort());
  }

  keeps(run) {
    return this.axes.every((axis, index) => {
      const brush = this.brushes.get(axis.id);
      if (!brush) return true;
      const at = isPlaceable(run.values[index]) ? this.scales[index].place(run.values[index]) : NaN;
      return at >= brush[0] && at <= brush[1];
    });
  }

  dim() {
    const kept = this.runs.filter((run) => this.keeps(run));
    for (const [index, run] of this.runs.entries())
      this.lines[index].classList.toggle("dim", !kept.includes(run));
    this.said.textContent =
      kept.length < this.runs.length
        ? `${kept.length} of ${this.runs.length} runs`
        : "Drag along an axis, or press an arrow key on it, to keep some runs.";
  }

  point(id) {
    for (const [index, run] of (this.runs ?? []).entries())
      this.lines[index].classList.toggle("hot", run.id === id);
  }
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}\u2026` : text);
