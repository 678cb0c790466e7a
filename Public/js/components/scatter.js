// Accuracy against bits: a point a run, with equal room for each width.
import { h, s } from "../dom.js";
import * as format from "../format.js";
import { niceStep } from "../models/series.js";

const HEIGHT = 260;
const PAD = { left: 52, right: 16, top: 24, bottom: 30 };

/** `points`: {label, x: bits, y: share, color: name of a custom property}. `update(points)` redraws. */
export function scatter() {
  const svg = s("svg.scatter", { role: "img" });
  let points = [];
  const draw = () => {
    const width = svg.clientWidth;
    if (!width || !points.length) return;
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute("aria-label", points.map((point) => `${point.label}: ${point.x} bits, ${format.percent(point.y, 2)}`).join("; "));
    svg.replaceChildren(...parts(points, width));
  };
  const resize = new ResizeObserver(draw);
  resize.observe(svg);
  return {
    element: h("figure.figure", {}, h("div.figure-head", {}, h("h3", {}, "Test accuracy")), svg),
    update(next) {
      points = next;
      draw();
    },
    destroy: () => resize.disconnect(),
  };
}

function parts(points, width) {
  const ticks = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const ys = points.map((point) => point.y);
  const unit = niceStep(Math.max(0.008, Math.max(...ys) - Math.min(...ys)) / 3);
  const low = Math.floor(Math.min(...ys) / unit) * unit;
  const high = Math.ceil(Math.max(...ys) / unit + 0.2) * unit;
  const x = (value) => PAD.left + ((ticks.indexOf(value) + 0.5) / ticks.length) * (width - PAD.left - PAD.right);
  const y = (value) => HEIGHT - PAD.bottom - ((value - low) / (high - low)) * (HEIGHT - PAD.top - PAD.bottom);
  const result = [];
  for (let i = 0; low + i * unit <= high + unit / 2; i++) {
    const value = low + i * unit;
    result.push(s(i ? "path.st-level" : "path.st-axis", { d: `M${PAD.left} ${Math.round(y(value)) + 0.5}H${width - PAD.right}` }),
      s("text.st-text", { x: PAD.left - 8, y: y(value) + 4, "text-anchor": "end" }, format.percent(value, unit < 0.0099 ? 1 : 0)));
  }
  const groups = ticks.map((tick) => {
    const own = points.filter((point) => point.x === tick);
    const mean = own.reduce((sum, point) => sum + point.y, 0) / own.length;
    const top = Math.min(...own.map((point) => y(point.y)));
    return { tick, mean, top, many: own.length > 1 };
  });
  result.push(s("path.st-identity", { d: groups.map(({ tick, mean }, i) => `${i ? "L" : "M"}${x(tick)} ${y(mean)}`).join("") }));
  for (const { tick, mean, top, many } of groups) {
    result.push(s("text.st-text", { x: x(tick), y: HEIGHT - PAD.bottom + 20, "text-anchor": "middle" }, tick === 32 ? "float32" : `${tick} bit`),
      s("text.st-value", { x: x(tick), y: top - 11, "text-anchor": "middle" }, `${many ? "mean " : ""}${format.percent(mean, 2)}`));
  }
  for (const point of points) {
    const dot = s("circle.st-dot", { cx: x(point.x), cy: y(point.y), r: 5.5 }, s("title", {}, `${point.label}: ${format.percent(point.y, 2)}`));
    dot.style.fill = `var(${point.color})`;
    result.push(dot);
  }
  return result;
}
