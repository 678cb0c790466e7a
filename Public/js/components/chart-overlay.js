// What lies over a chart while a pointer is on it: cursor, selection, the line in focus.
import { color } from "../theme.js";
import { trace } from "./chart-trace.js";

export class ChartOverlay {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
  }

  /** `mark`: {x, dots: [{x, y, color}], line?: {points, color}, selection?: [x0, x1]} in data units. */
  draw(chart, mark) {
    const { width, height, chartArea: area, scales } = chart;
    const ratio = devicePixelRatio || 1;
    if (
      this.canvas.width !== Math.round(width * ratio) ||
      this.canvas.height !== Math.round(height * ratio)
    ) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    if (!mark) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, 0, area.width + 4, height);
    ctx.clip();
    if (mark.line) this.focus(ctx, area, scales, mark.line);
    if (mark.selection) {
      const [from, to] = mark.selection.map((x) => scales.x.getPixelForValue(x));
      ctx.fillStyle = color("--focus");
      ctx.globalAlpha = 0.16;
      ctx.fillRect(from, area.top, to - from, area.height);
      ctx.globalAlpha = 1;
    }
    if (mark.x !== null && mark.x >= scales.x.min && mark.x <= scales.x.max) {
      const x = Math.round(scales.x.getPixelForValue(mark.x)) + 0.5;
      ctx.strokeStyle = color("--line-strong");
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(x, area.top);
      ctx.lineTo(x, area.bottom);
      ctx.stroke();
    }
    for (const dot of mark.dots) this.dot(ctx, scales, dot);
    ctx.restore();
  }

  focus(ctx, area, scales, line) {
    ctx.globalAlpha = 0.66;
    ctx.fillStyle = color("--surface");
    // Also the half of a last dot that stands beyond the axis.
    ctx.fillRect(area.left, area.top, area.width + 4, area.height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = line.color;
    ctx.lineWidth = 2.5;
    ctx.lineJoin = ctx.lineCap = "round";
    trace(
      ctx,
      line,
      (x) => scales.x.getPixelForValue(x),
      (y) => scales.y.getPixelForValue(y),
    );
    ctx.stroke();
  }

  dot(ctx, scales, { x, y, color: fill }) {
    if (!Number.isFinite(y)) return;
    ctx.beginPath();
    ctx.arc(scales.x.getPixelForValue(x), scales.y.getPixelForValue(y), 4, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.strokeStyle = color("--surface");
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
}
