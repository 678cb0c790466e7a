// The frame of a figure: its title, its legend, and what saves it as a picture or as a table.
import { h, setText } from "../dom.js";
import { color, inLight } from "../theme.js";
import { attempt, save } from "./controls.js";

const PAD = 16;
const LINE = 20;

/** A figure; `tools` are more buttons, the rest is as in `saveButtons`. */
export const figure = ({ title, legend = null, tools = [], picture, rows }, ...content) => {
  const head = h("h3", { title }, title);
  return h(
    "figure.figure",
    {},
    h(
      "div.figure-head",
      {},
      head,
      legend,
      h(
        "div.figure-tools",
        {},
        tools,
        saveButtons(title, picture, rows, () => head.textContent),
      ),
    ),
    ...content,
  );
};

/** Another title, in the figure and in what it saves. */
export function retitle(element, title) {
  const head = element.querySelector("h3");
  setText(head, title);
  head.title = title;
}

/**
 * `picture()` answers what is drawn, in the theme of the moment: {node: canvas or svg, legend:
 * [[colour, text, dash]]}; `rows()` the data as arrays, the head first, or a promise of them;
 * `now()` the title of the moment.
 */
export function saveButtons(title, picture, rows, now = () => title) {
  const name = () =>
    now()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "");
  const button = (text, what, onclick) =>
    h(
      "button.mini",
      {
        title: `Save as ${what}`,
        "aria-label": `Save ${title} as ${what}`,
        onclick: () => attempt(onclick),
      },
      text,
    );
  return [
    button("PNG", "a picture", async () => save(`${name()}.png`, await png(now(), picture))),
    button("CSV", "a table", async () => save(`${name()}.csv`, csv(await rows()))),
  ];
}

export function csv(rows) {
  const quote = (value) =>
    /[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : (value ?? "");
  return new Blob([rows.map((row) => row.map(quote).join(",")).join("\n"), "\n"], {
    type: "text/csv",
  });
}

/** The figure at twice its size and in the light theme, with its title and its whole legend. */
async function png(title, picture) {
  const { node, legend, width, height, look } = inLight(() => {
    const { node, legend = [] } = picture();
    const [width, height] = [
      node.clientWidth || node.width / 2,
      node.clientHeight || node.height / 2,
    ];
    const look = {
      ground: color("--surface"),
      text: color("--text"),
      muted: color("--muted"),
      face: getComputedStyle(document.body).fontFamily,
    };
    return {
      node: node instanceof SVGElement ? textOf(node, width, height) : node,
      legend,
      width,
      height,
      look,
    };
  });
  const image = typeof node === "string" ? await imageOf(node) : node;
  const canvas = h("canvas");
  const ctx = canvas.getContext("2d");
  ctx.font = `12px ${look.face}`;
  const { places, lines } = flow(
    legend.map(([, text]) => 17 + ctx.measureText(text).width),
    width,
  );
  const top = PAD + LINE + lines * LINE + 4;
  canvas.width = 2 * (width + 2 * PAD);
  canvas.height = 2 * (top + height + PAD);
  ctx.scale(2, 2);
  ctx.fillStyle = look.ground;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.font = `600 14px ${look.face}`;
  ctx.fillStyle = look.text;
  ctx.fillText(title, PAD, PAD + 12, width);
  ctx.font = `12px ${look.face}`;
  for (const [index, [stroke, text, dash]] of legend.entries()) {
    const [x, y] = [PAD + places[index].x, PAD + LINE + places[index].line * LINE];
    ctx.strokeStyle = stroke;
    ctx.lineWidth = 3;
    ctx.setLineDash(dash?.length ? [4, 3] : []);
    ctx.beginPath();
    ctx.moveTo(x, y + 9.5);
    ctx.lineTo(x + 12, y + 9.5);
    ctx.stroke();
    ctx.fillStyle = look.muted;
    ctx.fillText(text, x + 17, y + 14, width - 17);
  }
  ctx.drawImage(image, PAD, top, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

/** Places for things of these widths in lines of `width`: {places: [{x, line}], lines}. */
function flow(widths, width) {
  let [x, line] = [0, 0];
  const places = widths.map((own) => {
    if (x > 0 && x + own > width) [x, line] = [0, line + 1];
    const place = { x, line };
    x += own + 17;
    return place;
  });
  return { places, lines: widths.length ? line + 1 : 0 };
}

/** An SVG as text: the style sheets do not come along, so each element carries its own look. */
function textOf(svg, width, height) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")];
  for (const [index, element] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const look = getComputedStyle(from[index]);
    for (const name of [
      "fill",
      "fill-opacity",
      "stroke",
      "stroke-width",
      "stroke-opacity",
      "stroke-dasharray",
      "stroke-linejoin",
      "opacity",
      "paint-order",
      "font-family",
      "font-size",
      "font-weight",
      "text-anchor",
    ]) {
      element.setAttribute(name, look.getPropertyValue(name));
    }
    element.removeAttribute("style");
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width * 2);
  copy.setAttribute("height", height * 2);
  return new XMLSerializer().serializeToString(copy);
}

async function imageOf(text) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  return image;
}
