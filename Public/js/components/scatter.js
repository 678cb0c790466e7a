// Accuracy against bits: a point a run, on an axis where each halving of the bits is one stair.
import { h, s } from "../dom.js";
import * as format from "../format.js";

const [WIDTH, HEIGHT] = [720, 260];
const PAD = { left: 60, right: 24, top: 16, bottom: 40 };

/** `points`: {label, x: bits, y: share, color: name of a custom property}. */
export function scatter(points) {
  const ticks = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const ys = points.map((point) => point.y);
  const margin = Math.max(0.004, (Math.max(...ys) - Math.min(...ys)) * 0.15);
  const [low, high] = [Math.min(...ys) - margin, Math.max(...ys) + margin];
  const unit = niceStep((high - low) / 4);
  const x = (value) => PAD.left + ((ticks.indexOf(value) + 0.5) / ticks.length) * (WIDTH - PAD.left - PAD.right);
  const y = (value) => HEIGHT - PAD.bottom - ((value - low) / (high - low)) * (HEIGHT - PAD.top - PAD.bottom);
  const parts = [];
  for (let value = Math.ceil(low / unit) * unit; value <= high; value += unit) {
    parts.push(s("path.st-level", { d: `M${PAD.left} ${y(value)}H${WIDTH - PAD.right}` }),
      s("text.st-text", { x: PAD.left - 8, y: y(value) + 4, "text-anchor": "end" }, format.percent(value, unit < 0.01 ? 1 : 0)));
  }
  for (const tick of ticks) {
    parts.push(s("text.st-text", { x: x(tick), y: HEIGHT - PAD.bottom + 18, "text-anchor": "middle" }, tick === 32 ? "float32" : `${tick} bit`));
  }
  parts.push(s("path.st-axis", { d: `M${PAD.left} ${HEIGHT - PAD.bottom + 0.5}H${WIDTH - PAD.right}` }));
  const means = ticks.map((tick) => {
    const own = points.filter((point) => point.x === tick).map((point) => point.y);
    return [x(tick), y(own.reduce((sum, value) => sum + value, 0) / own.length)];
  });
  parts.push(s("path.st-identity", { d: means.map(([px, py], i) => `${i ? "L" : "M"}${px} ${py}`).join("") }));
  for (const point of points) {
    const dot = s("circle.st-dot", { cx: x(point.x), cy: y(point.y), r: 5.5 }, s("title", {}, `${point.label}: ${format.percent(point.y, 2)}`));
    dot.style.fill = `var(${point.color})`;
    parts.push(dot, s("text.st-text", { x: x(point.x) + 10, y: y(point.y) + 4 }, format.percent(point.y, 2)));
  }
  return h("div.panel.panel-pad", {}, s("svg.scatter", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": points.map((point) => `${point.label}: ${point.x} bits, ${format.percent(point.y, 2)}`).join("; ") }, parts));
}

export function niceStep(rough) {
  const unit = 10 ** Math.floor(Math.log10(rough));
  return unit * ([1, 2, 5, 10].find((factor) => factor * unit >= rough) ?? 10);
}
