// A point a run: one quantity against another.
import { h, s } from "../dom.js";
import * as format from "../format.js";
import { isPlaceable, scaleOf } from "../models/scale.js";
import { color } from "../theme.js";
import { figure, retitle } from "./figure.js";

const PAD = { left: 60, right: 20, top: 22, bottom: 44 };

// More points than this have no room for what is written beside them.
const TAGGED = 12;
// So many pixels a value takes.
const ROOM = 56;
// How much of it one letter and one line of what is written take, at most.
const [LETTER, LINE] = [8, 14];

/**
 * `update({points, x, y, title?})`: points {label, x, y, spread (deviation of y), color: name of a custom
 * property, href, group, tag (written beside it)}; x and y {label, write(value), tell(value),
 * ordinal, log}. The means of a group's points are joined along an ordinal x.
 */
export class XYPlot {
  constructor(life, title) {
    this.svg = s("svg.xy-plot", { role: "group", "aria-label": title });
    this.none = h("p.plot-note");
    this.element = figure(
      {
        title,
        picture: () => ({ node: this.svg, legend: this.legend() }),
        rows: () => [
          ["run", this.data.x.label, this.data.y.label],
          ...this.data.points.map((point) => [point.label, point.x, point.y]),
        ],
      },
      h("div.xy-holder", {}, this.svg, this.none),
    );
    life.onSize(this.svg, () => this.draw());
  }

  update({ points, x, y, title }) {
    if (title) {
      retitle(this.element, title);
      this.svg.setAttribute("aria-label", title);
    }
    this.data = { x, y, points: points.filter((point) => [point.x, point.y].every(isPlaceable)) };
    this.draw();
  }

  /** What each colour is, if there is more than one. */
  legend() {
    const names = new Map(
      this.data.points.map((point) => [point.group || point.label, point.color]),
    );
    return new Set(names.values()).size > 1
      ? [...names].map(([name, own]) => [color(own), name])
      : [];
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.svg;
    if (!this.data || !width) return;
    const { points, x, y } = this.data;
    this.none.textContent = points.length
      ? ""
      : `No run has both ${within(x.label)} and ${within(y.label)} yet.`;
    if (!points.length) return this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const base = height - PAD.bottom;
    const toX = scaleOf(
      points.map((point) => point.x),
      PAD.left,
      width - PAD.right,
      x,
    );
    const toY = scaleOf(
      points.flatMap((point) => [point.y - (point.spread ?? 0), point.y + (point.spread ?? 0)]),
      base,
      PAD.top,
      y,
    );
    this.svg.replaceChildren(
      ...grid(toX, toY, { x, y, width, height, base }),
      ...means(points, toX, toY, y, width - PAD.right),
      ...points.map((point) => dot(point, toX, toY, { x, y })),
      ...(points.length > TAGGED ? [] : tags(points, toX, toY, width)),
    );
  }
}

function grid(toX, toY, { x, y, width, height, base }) {
  const room = (width - PAD.left - PAD.right) / Math.max(toX.ticks.length, 1);
  const every = toX.ordinal ? 1 : Math.max(1, Math.ceil(ROOM / room));
  return [
    ...toY.ticks.flatMap((tick) => [
      s("path.st-level", {
        d: `M${PAD.left} ${Math.round(toY.place(tick)) + 0.5}H${width - PAD.right}`,
      }),
      s(
        "text.st-text",
        { x: PAD.left - 8, y: toY.place(tick) + 4, "text-anchor": "end" },
        format.middle(y.write(tick), 9),
      ),
    ]),
    s("path.st-axis", { d: `M${PAD.left} ${base + 0.5}H${width - PAD.right}` }),
    ...toX.ticks
      .filter((_, i) => i % every === 0)
      .map((tick) =>
        s(
          "text.st-text",
          { x: toX.place(tick), y: base + 18, "text-anchor": "middle" },
          format.middle(x.write(tick), Math.max(4, Math.floor((room * every) / 7))),
        ),
      ),
    s(
      "text.st-text",
      { x: (PAD.left + width - PAD.right) / 2, y: height - 6, "text-anchor": "middle" },
      x.label,
    ),
    s("text.st-text", { x: PAD.left - 8, y: 12, "text-anchor": "start" }, y.label),
  ];
}

/** The means of each group along an ordinal axis, joined, and told while there is room. */
function means(points, toX, toY, y, right) {
  if (!toX.ordinal || toY.ordinal) return [];
  const groups = Map.groupBy(points, (point) => point.group ?? "");
  return [...groups.values()].flatMap((own) => {
    const places = toX.ticks.flatMap((tick) => {
      const here = own.filter((point) => point.x === tick);
      return here.length
        ? [
            {
              x: toX.place(tick),
              mean: here.reduce((sum, point) => sum + point.y, 0) / here.length,
              top: Math.min(...here.map((point) => toY.place(point.y + (point.spread ?? 0)))),
              many: here.length > 1,
            },
          ]
        : [];
    });
    const line = s("path.st-identity", {
      d: places.map(({ x, mean }, i) => `${i ? "L" : "M"}${x} ${toY.place(mean)}`).join(""),
    });
    if (groups.size > 1) line.style.stroke = `var(${own[0].color})`;
    const told =
      groups.size > 1 || places.length * ROOM > right - PAD.left
        ? []
        : places.map(({ x, mean, top, many }) => {
            const text = (y.tell ?? y.write)(mean);
            if (!many) return s("text.st-value", { x, y: top - 11, "text-anchor": "middle" }, text);
            // Beside the mean, where the points it is of leave room.
            const isLast = x > right - 90;
            return s(
              "text.st-value",
              {
                x: x + (isLast ? -11 : 11),
                y: toY.place(mean) + 4,
                "text-anchor": isLast ? "end" : "start",
              },
              `mean ${text}`,
            );
          });
    return [line, ...told];
  });
}

function dot(point, toX, toY, { x, y }) {
  const said = `${point.label}: ${x.label} ${x.write(point.x)}, ${y.label} ${(y.tell ?? y.write)(point.y)}`;
  const circle = s(
    "circle.st-dot",
    { cx: toX.place(point.x), cy: toY.place(point.y), r: 5.5 },
    s("title", {}, said),
  );
  circle.style.fill = `var(${point.color})`;
  const spread =
    point.spread > 0 &&
    s("path.st-spread", {
      d: `M${toX.place(point.x)} ${toY.place(point.y - point.spread)}V${toY.place(point.y + point.spread)}`,
    });
  if (spread) spread.style.stroke = `var(${point.color})`;
  return s(
    point.href ? "a" : "g",
    point.href ? { href: point.href, "aria-label": said } : {},
    spread,
    circle,
  );
}

/** What is written beside points: on the side where there is room, unless it would lie on another. */
function tags(points, toX, toY, width) {
  const taken = [];
  return points.flatMap(({ x, y, tag }) => {
    if (!tag) return [];
    const [left, top] = [toX.place(x), toY.place(y)];
    const long = tag.length * LETTER;
    const isFree = (from) =>
      from >= PAD.left &&
      from + long <= width &&
      taken.every(
        (one) => Math.abs(one.top - top) > LINE || one.from > from + long || one.to < from,
      );
    const from = [left + 10, left - 10 - long].find(isFree);
    if (from === undefined) return [];
    taken.push({ from, to: from + long, top });
    const isBefore = from < left;
    return s(
      "text.st-value",
      {
        x: left + (isBefore ? -10 : 10),
        y: top + 4,
        "text-anchor": isBefore ? "end" : "start",
        "aria-hidden": "true",
      },
      tag,
    );
  });
}

/** A label within a sentence; a key stays as it is. */
const within = (label) =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** How a value of a column of the table of runs is written at an axis. */
export function axisOf(column, options = {}) {
  const write = (own) => (value) =>
    typeof value === "number" ? (own ?? ((v) => format.number(v, 3)))(value) : String(value);
  return {
    label: column.label,
    write: write(column.tick ?? column.unit),
    tell: write(column.unit),
    ...options,
  };
}
