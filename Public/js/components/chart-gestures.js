// What a pointer and keys do on a line chart. Drag to zoom, drag with Shift to pan, double-click or
// Escape to zoom out; arrow keys move the cursor, with Shift they pan. A finger leaves the cursor where
// it tapped.

// A pointer that moved by less, in pixels, clicks.
const CLICK = 6;
/** What the plots of figures share with others: element -> XLink. */
const links = new WeakMap();

/** Listens to the plot of a LineChart. */
export function listenTo(figure) {
  const { plot, options } = figure;
  const { link } = options;
  links.set(plot, link);
  let start = null;
  const at = (event) => {
    const box = plot.getBoundingClientRect();
    return { px: event.clientX - box.left, py: event.clientY - box.top };
  };
  const valueAt = (px) => {
    const { x } = figure.chart.scales;
    return Math.min(Math.max(x.getValueForPixel(px), x.min), x.max);
  };
  const isDrag = (px) => Math.abs(px - start.px) > CLICK;
  const leave = () => {
    start = null;
    figure.pointer = null;
    link.setCursor(null);
  };
  const listen = (name, work) =>
    plot.addEventListener(name, (event) => figure.chart && work(event));

  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    const { px, py } = at(event);
    const { min, max } = figure.chart.scales.x;
    start = { px, id: event.pointerId, pan: event.shiftKey && [min, max] };
    if (!isTouch(event)) return;
    figure.pointer = { y: py };
    link.setCursor(valueAt(px));
  });
  listen("pointermove", (event) => {
    const { px, py } = at(event);
    const dragged = start && isDrag(px);
    if (dragged) plot.setPointerCapture(start.id);
    figure.pointer = {
      y: py,
      selection: dragged && !start.pan ? [valueAt(start.px), valueAt(px)] : null,
    };
    if (dragged && start.pan)
      pan(figure, start.pan, (start.px - px) / figure.chart.chartArea.width);
    else link.setCursor(valueAt(px));
  });
  listen("pointerup", (event) => {
    if (!start) return;
    const { px } = at(event);
    const ends = [valueAt(start.px), valueAt(px)].sort((a, b) => a - b);
    const [dragged, isPan] = [isDrag(px), Boolean(start.pan)];
    start = null;
    if (dragged && isTouch(event)) leave();
    else if (!isTouch(event)) figure.pointer = null;
    if (dragged && !isPan && ends[1] > ends[0]) link.setRange(ends);
    else if (!dragged && figure.focused) options.onpick?.(figure.focused);
  });
  listen("pointerleave", (event) => isTouch(event) || leave());
  listen("pointercancel", leave);
  listen("blur", (event) => {
    // A figure with the same cursor that was tapped next has it already.
    if (links.get(event.relatedTarget) !== link) leave();
    start = figure.pointer = null;
  });
  listen("dblclick", () => link.setRange(null));
  listen("keydown", (event) => press(figure, event));
}

const isTouch = ({ pointerType }) => pointerType === "touch";

function press(figure, event) {
  if (event.ctrlKey || event.metaKey) return;
  const { link } = figure.options;
  const { min, max } = figure.chart.scales.x;
  const span = max - min;
  const centre = link.cursor ?? (min + max) / 2;
  const zoom = { "+": 0.5, "=": 0.5, "-": 2 }[event.key];
  const move = { ArrowLeft: -0.01, ArrowRight: 0.01, PageUp: -0.1, PageDown: 0.1 }[event.key];
  if (event.key === "Escape") link.setRange(null);
  else if (zoom) pan(figure, [centre - (centre - min) * zoom, centre + (max - centre) * zoom], 0);
  else if (move && event.shiftKey) pan(figure, [min, max], move * 10);
  else if (move) link.setCursor(Math.min(Math.max((link.cursor ?? max) + move * span, min), max));
  else return;
  event.preventDefault();
}

/** Shows a range moved by a share of its width, kept within the data. */
function pan({ options: { link } }, [from, to], share) {
  const [low, high] = link.extent();
  const width = to - from;
  if (width >= high - low) return link.setRange(null);
  const start = Math.min(Math.max(from + share * width, low), high - width);
  link.setRange([start, start + width]);
}
