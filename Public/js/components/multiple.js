// A small multiple: one layer's step sizes, weight and activation, on a canvas of its own.
import { h, perFrame, setText } from "../dom.js";
import * as format from "../format.js";
import { lostStretches, nearest } from "../models/series.js";
import { color, onTheme } from "../theme.js";
import { markLost, trace } from "./chart-trace.js";
import { icon } from "./icon.js";
import { whenVisible } from "./visibility.js";

/**
 * `update(read)`, which answers {lines, log, extent} when they are drawn; lines: {kind, x, y (drawn),
 * value(i) (told)}; `extent`: of y, where all lines have one unit. All multiples share `link`.
 */
export class Multiple {
  constructor(life, { name, detail, link, onpick }) {
    this.link = link;
    this.lines = [];
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.values = h("span.multiple-values");
    this.name = name;
    this.mark = h("span.warning", { hidden: true }, icon("warning"));
    this.element = h(
      "button.multiple",
      { title: name, onclick: onpick },
      h(
        "span.multiple-name",
        {},
        h(
          "span",
          {},
          h(
            "bdi",
            {},
            name.split(/(?<=\.)/).flatMap((part) => [part, h("wbr")]),
          ),
        ),
        h("span", {}, this.mark, ` ${detail}`),
      ),
      this.canvas,
      this.values,
    );
    this.draw = perFrame(() => this.drawNow());
    this.visible = whenVisible(this.element, life, this.draw);
    life.add(onTheme(this.draw), link.on(this.draw), this.draw.cancel);
    const place = (event) => {
      const box = this.canvas.getBoundingClientRect();
      const { low, high } = this.bounds();
      link.setCursor(low + ((event.clientX - box.left) / box.width) * (high - low));
    };
    this.canvas.addEventListener("pointermove", place);
    this.canvas.addEventListener("pointerleave", () => link.setCursor(null));
  }

  update(read) {
    this.read = read;
    this.draw();
  }

  /** Marks it, saying why; no texts take the mark away. */
  warn(texts) {
    this.mark.hidden = !texts.length;
    this.element.title = [this.name, ...texts].join("\n");
  }

  pressed(value) {
    this.element.setAttribute("aria-pressed", value);
  }

  bounds() {
    const extent = this.link.extent(this.lines);
    const [low, high] = this.link.range ?? extent;
    return { low, high };
  }

  /** `ratio`: pixels of its canvas to one of the page, for a picture of it. */
  drawNow(ratio) {
    if (!this.visible.now && !ratio) return;
    Object.assign(this, this.read?.());
    ratio ??= devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const ctx = this.canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    const { low, high } = this.bounds();
    const toX = (x) => ((x - low) / (high - low)) * (width - 2) + 1;
    const shape = this.log ? Math.log : (y) => y;
    for (const [index, line] of this.lines.entries()) {
      // Without a common unit each line fills the height by itself.
      const [bottom, top] = (this.extent ?? extentOf([line])).map(shape);
      const toY = (y) => height - 3 - ((shape(y) - bottom) / (top - bottom || 1)) * (height - 6);
      if (this.extent && index === 0) this.rule(ctx, width, toY(1));
      ctx.strokeStyle = color(`--${line.kind}`);
      ctx.lineWidth = 1.6;
      ctx.lineJoin = ctx.lineCap = "round";
      trace(ctx, line, toX, toY);
      ctx.stroke();
      markLost(ctx, lostStretches(line), toX, height);
    }
    if (this.link.cursor !== null) this.rule(ctx, height, toX(this.link.cursor), true);
    this.tell();
  }

  rule(ctx, length, at, upright = false) {
    ctx.fillStyle = color("--line-strong");
    if (upright) ctx.fillRect(Math.round(at), 0, 1, length);
    else for (let x = 0; x < length; x += 6) ctx.fillRect(x, Math.round(at), 3, 1);
  }

  tell() {
    if (this.values.childNodes.length !== this.lines.length) {
      this.values.replaceChildren(
        ...this.lines.map(({ kind }) =>
          h(`span.is-${kind}`, {}, kind === "weight" ? "w " : "a ", h("b")),
        ),
      );
    }
    for (const [index, line] of this.lines.entries()) {
      const at = this.link.cursor === null ? line.x.length - 1 : nearest(line.x, this.link.cursor);
      setText(
        this.values.childNodes[index].querySelector("b"),
        at < 0 ? format.DASH : line.value(at),
      );
    }
  }
}

/** All multiples on one canvas, in the columns of the screen, at twice its size and in the present theme. */
export function gridPicture(multiples) {
  const [width, height] = [multiples[0].canvas.clientWidth, multiples[0].canvas.clientHeight];
  const columns = Math.max(
    1,
    Math.round(multiples[0].element.parentElement.clientWidth / multiples[0].element.offsetWidth),
  );
  const cell = { width: width + 24, height: height + 34 };
  const canvas = h("canvas", {
    width: columns * cell.width * 2,
    height: Math.ceil(multiples.length / columns) * cell.height * 2,
  });
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  for (const [index, multiple] of multiples.entries()) {
    multiple.drawNow(2);
    const [x, y] = [(index % columns) * cell.width, Math.floor(index / columns) * cell.height];
    ctx.fillStyle = color("--text");
    ctx.fillText(multiple.name, x, y + 14, width);
    ctx.drawImage(multiple.canvas, x, y + 20, width, height);
    multiple.draw();
  }
  return canvas;
}

/** Lowest and highest value of lines, never empty. */
export function extentOf(lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines) {
    for (const y of line.y) {
      if (y === null || !Number.isFinite(y)) continue;
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  return low < high ? [low, high] : Number.isFinite(low) ? [low * 0.9, low * 1.1] : [0.5, 1.5];
}
