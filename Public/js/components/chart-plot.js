// The canvas of a line chart: Chart.js makes the axes; the lines, of which there may be a hundred
// with a thousand points each, are drawn here without an object for every point.
import {
  Chart,
  LineController,
  LinearScale,
  LogarithmicScale,
} from "/vendor/chart.js/chart.esm.js";
import * as format from "../format.js";
import { lostStretches, niceStep } from "../models/series.js";
import { ticksOf } from "../models/x-axis.js";
import { color } from "../theme.js";
import { markLost, trace } from "./chart-trace.js";

Chart.register(LineController, LinearScale, LogarithmicScale);

const band = {
  id: "band",
  beforeDatasetsDraw(chart, _, options) {
    if (!options.line) return;
    const {
      ctx,
      chartArea: area,
      scales: { y },
    } = chart;
    const clamp = (value) => Math.min(Math.max(y.getPixelForValue(value), area.top), area.bottom);
    const middle = y.getPixelForValue(options.line);
    ctx.save();
    if (options.low) {
      const top = clamp(options.high);
      ctx.fillStyle = color("--band");
      ctx.fillRect(area.left, top, area.width, clamp(options.low) - top);
    }
    if (middle > area.top && middle < area.bottom) {
      ctx.strokeStyle = color(options.low ? "--succeeded" : "--line-strong");
      ctx.setLineDash(options.low ? [] : [3, 3]);
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(area.left, Math.round(middle) + 0.5);
      ctx.lineTo(area.right, Math.round(middle) + 0.5);
      ctx.stroke();
    }
    ctx.restore();
  },
};

const strokes = {
  id: "strokes",
  afterDraw({ ctx, chartArea: area, scales: { x, y }, data: { lines, zoomed, cut } }) {
    ctx.save();
    ctx.beginPath();
    // Unless it is zoomed, the dot of the last value may stand half beyond the axis.
    const edge = zoomed ? 0 : 4;
    const over = cut ? 0 : edge;
    ctx.rect(area.left - edge, area.top - over, area.width + 2 * edge, area.height + 2 * over);
    ctx.clip();
    ctx.lineJoin = ctx.lineCap = "round";
    const toX = (value) => x.getPixelForValue(value);
    const toY = (value) =>
      y.type === "logarithmic" && value <= 0 ? NaN : y.getPixelForValue(value);
    for (const line of lines) {
      ctx.strokeStyle = ctx.fillStyle = line.stroke;
      ctx.lineWidth = line.width ?? 1.75;
      ctx.setLineDash(line.dash ?? []);
      const points = [];
      trace(
        ctx,
        line,
        toX,
        toY,
        line.x.length < 40 ? (px, py) => points.push([px, py]) : undefined,
      );
      ctx.stroke();
      ctx.setLineDash([]);
      if (!line.dots && line.x.length > 1) continue;
      for (const [px, py] of points) {
        ctx.beginPath();
        ctx.arc(px, py, 2.5, 0, 2 * Math.PI);
        ctx.fill();
      }
    }
    for (const line of lines) if (!line.quiet) markLost(ctx, lostStretches(line), toX, area.bottom);
    ctx.restore();
  },
};

/**
 * Puts lines on a chart within a range of x, and its look in step with the theme; makes the chart
 * if there is none. `options`: log, band ({line, low?, high?}: what is usual), robust, link, yFormat,
 * tickFormat; `fixed`: a picture that is not on the page, at twice the size of its canvas.
 */
export function drawPlot(chart, canvas, lines, options, range) {
  const data = {
    lines: [...lines].sort((a, b) => Boolean(a.front) - Boolean(b.front)),
    zoomed: Boolean(range),
    cut: Boolean(options.robust),
  };
  // Also while it is zoomed: how far one may zoom out is what is there.
  const extent = options.link.extent(lines);
  const [from, to] = range ?? extent;
  const { unit, ...ends } = rangeOf(lines, range, options);
  const scales = {
    x: { ...xScale(options), min: from, max: to },
    y: { ...yScale(options, unit), ...ends },
  };
  const plugins = { band: options.band ?? {} };
  if (!chart) {
    return new Chart(canvas, {
      type: "line",
      data: { datasets: [], ...data },
      plugins: [band, strokes],
      options: {
        ...(options.fixed && { responsive: false, devicePixelRatio: 2 }),
        animation: false,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: { top: 6, right: 4 } },
        plugins,
        scales,
      },
    });
  }
  Object.assign(chart.data, data);
  Object.assign(chart.options.scales, scales);
  chart.options.plugins.band = plugins.band;
  chart.update("none");
  return chart;
}

const remSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

const tick = () => ({
  color: color("--muted"),
  font: { family: getComputedStyle(document.body).fontFamily, size: Math.round(remSize() * 0.79) },
  maxRotation: 0,
  padding: 5,
});

function xScale({ link: { axis } }) {
  const look = tick();
  return {
    type: "linear",
    title: {
      display: true,
      text: axis.name,
      align: "end",
      color: look.color,
      font: look.font,
      padding: 0,
    },
    afterBuildTicks: (scale) => {
      const count = Math.min(Math.max(Math.floor(scale.width / (remSize() * 5.5)), 2), 8);
      scale.ticks = ticksOf(axis, scale.min, scale.max, count).map((value) => ({ value }));
    },
    grid: {
      display: false,
      drawBorder: true,
      borderColor: color("--line-strong"),
      tickColor: color("--line-strong"),
      drawTicks: true,
      tickLength: 4,
    },
    ticks: {
      ...look,
      maxTicksLimit: 12,
      autoSkipPadding: 20,
      callback: (value) => axis.write(value),
    },
  };
}

function yScale(options, unit) {
  return {
    type: options.log ? "logarithmic" : "linear",
    grid: { color: color("--grid"), drawBorder: false, drawTicks: false },
    afterBuildTicks: (axis) => {
      if (options.log) axis.ticks = axis.ticks.filter((tick) => isRound(tick.value, axis));
    },
    afterFit: (axis) => {
      // One width for all, so that figures one above the other align.
      axis.width = Math.max(axis.width, remSize() * 3.7);
    },
    ticks: {
      ...tick(),
      maxTicksLimit: options.log ? 24 : 8,
      stepSize: unit,
      callback: options.tickFormat ?? options.yFormat ?? format.tick,
    },
  };
}

/** On a log axis: powers of ten, and 2 and 5 times them while the axis is short. */
function isRound(value, { min, max }) {
  const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  const is = (number) => Math.abs(lead - number) < 1e-6;
  const decades = Math.log10(max / min);
  return is(1) || (decades < 1.8 && (is(2) || is(5))) || (decades < 0.4 && is(Math.round(lead)));
}

/** The lowest and the highest of values, without the given share of them at either end. */
function endsOf(values, cut) {
  if (!cut)
    return [
      values.reduce((low, value) => Math.min(low, value)),
      values.reduce((high, value) => Math.max(high, value)),
    ];
  values.sort((a, b) => a - b);
  return [
    values[Math.floor(values.length * cut)],
    values[Math.ceil(values.length * (1 - cut)) - 1],
  ];
}

/**
 * The range of y for what is seen of the lines. `robust` leaves out the wildest hundredth of the
 * values, so that one spike does not flatten the rest. A linear axis begins at zero where the data
 * comes near it, and leaves the range of shares (0...1) only if they do.
 */
function rangeOf(lines, range, { log, robust, band: own }) {
  const values = lines.flatMap((line) =>
    line.y.filter(
      (y, i) =>
        Number.isFinite(y) &&
        (!log || y > 0) &&
        (!range || (line.x[i] >= range[0] && line.x[i] <= range[1])),
    ),
  );
  if (!values.length) return {};
  const [low, high] = endsOf(values, robust && values.length >= 50 ? 0.005 : 0);
  if (own?.low) return { min: Math.min(low, own.low) / 1.15, max: Math.max(high, own.high) * 1.15 };
  if (log)
    return low < high ? { min: low / 1.15, max: high * 1.15 } : { min: low / 2, max: high * 2 };
  // All zeros, as often of what is clipped, lie on the axis.
  const pad = (high - low) * 0.03 || Math.abs(high) * 0.01 || 0.01;
  const bottom = low >= 0 && (low < 0.35 * high || low < pad) ? 0 : low - pad;
  const top = high <= 1 && high > 0.9 ? Math.min(high + pad, 1) : high + pad;
  // The axis ends at round numbers, so that its ends can be labelled.
  const unit = niceStep((top - bottom) / 4);
  return {
    min: Math.floor(bottom / unit + 1e-9) * unit,
    max: Math.ceil(top / unit - 1e-9) * unit,
    unit,
  };
}
