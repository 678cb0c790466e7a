// The frame of a figure: its title, its legend, and what saves it as a picture or as a table.
import { h } from "../dom.js";
import { color } from "../theme.js";
import { save } from "./controls.js";

const PAD = 16;

/** A figure; `tools` are more buttons, the rest is as in `saveButtons`. */
export const figure = ({ title, legend = null, tools = [], picture, rows }, ...content) =>
  h("figure.figure", {},
    h("div.figure-head", {}, h("h3", { title }, title), legend, h("div.figure-tools", {}, tools, saveButtons(title, picture, rows))),
    ...content);

/**
 * `picture()` answers what is drawn: {node: canvas or svg, legend: [[colour, text]]}; `rows()` the
 * data as arrays, the head first.
 */
export function saveButtons(title, picture, rows) {
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const button = (text, what, onclick) => h("button.mini", { title: `Save as ${what}`, "aria-label": `Save ${title} as ${what}`, onclick }, text);
  return [
    button("PNG", "a picture", async () => save(`${name}.png`, await png(title, picture()))),
    button("CSV", "a table", () => save(`${name}.csv`, csv(rows()))),
  ];
}

export function csv(rows) {
  const quote = (value) => (/[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value ?? "");
  return new Blob([rows.map((row) => row.map(quote).join(",")).join("\n"), "\n"], { type: "text/csv" });
}

/** The figure as it is on the screen, at twice its size, with its title and legend. */
async function png(title, { node, legend = [] }) {
  const [width, height] = [node.clientWidth || node.width / 2, node.clientHeight || node.height / 2];
  const image = node instanceof SVGElement ? await rasterOf(node, width, height) : node;
  const canvas = h("canvas", { width: 2 * (width + 2 * PAD), height: 2 * (height + 2 * PAD + 28) });
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.fillStyle = color("--surface");
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  const face = getComputedStyle(document.body).fontFamily;
  ctx.font = `600 14px ${face}`;
  ctx.fillStyle = color("--text");
  ctx.fillText(title, PAD, PAD + 12);
  let x = PAD + ctx.measureText(title).width + 20;
  ctx.font = `12px ${face}`;
  for (const [stroke, text] of legend) {
    ctx.fillStyle = stroke;
    ctx.fillRect(x, PAD + 6, 12, 3);
    ctx.fillStyle = color("--muted");
    ctx.fillText(text, x + 17, PAD + 12);
    x += ctx.measureText(text).width + 34;
  }
  ctx.drawImage(image, PAD, PAD + 28, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

/** An SVG as an image: the style sheets do not come along, so each element carries its own look. */
async function rasterOf(svg, width, height) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")];
  for (const [index, element] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const look = getComputedStyle(from[index]);
    for (const name of ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor"]) {
      element.setAttribute(name, look.getPropertyValue(name));
    }
    element.removeAttribute("style");
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width * 2);
  copy.setAttribute("height", height * 2);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
