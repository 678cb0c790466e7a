// What the compared runs reached, beside what tells them apart, in a table that is also the legend
// of all figures. Accuracy and size are told against a baseline too: the float32 run, unless another
// is chosen.
import { nameLink } from "../../components/cells.js";
import { Table } from "../../components/table.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { bestOf } from "../../models/best.js";
import { secondsOfRun } from "../../models/run-state.js";
import { setView, sortOf, sortText, view } from "../../router.js";
import {
  bits,
  bitsText,
  columnOf,
  columnsOf as columnsOfRuns,
  usualColumns,
} from "../runs/columns.js";
import { differing, tellingColumn, valuesOf } from "./differences.js";

// More parameters than these leave no room for what was reached; the table of parameters has all.
const TOLD = 4;

export function results(context) {
  const { items, life } = context;
  let shown = "";
  const told = toldColumns(items);
  let base =
    items.find(({ id }) => id === view("base")) ??
    (view("base") === NONE ? null : (items.find(({ run }) => bits(run) === 32) ?? null));
  const table = new Table(life, [], {
    label: "Results",
    cards: false,
    sort: sortOf(view("sort")) ?? { column: "accuracy", down: true },
    onsort: (sort) => setView({ sort: sortText(sort) }),
  });
  const select = h(
    "select.field",
    {
      onchange: () => {
        base = items.find(({ id }) => id === select.value) ?? null;
        setView({ base: select.value });
        update();
      },
    },
    h("option", { value: NONE }, "None"),
    items.map(({ id, name }) => h("option", { value: id, title: name }, format.middle(name, 40))),
  );
  select.value = base?.id ?? NONE;
  for (const name of ["pointerover", "focusin"])
    table.body.addEventListener(name, (event) =>
      context.point(event.target.closest("tr").dataset.id),
    );
  for (const name of ["pointerleave", "focusout"])
    table.body.addEventListener(name, () => context.point(null));
  function update() {
    const columns = columnsOf(context, () => base, told);
    const mark = columns.map(({ id }) => id).join();
    if (mark !== shown) table.setColumns(columns);
    shown = mark;
    table.update(items);
  }
  return {
    element: h("section.section", {}, h("h2.hidden", {}, "Results"), table.element),
    tool: h("label.picks", {}, "Baseline", select),
    update,
  };
}

/** Those that some run has a value for; of runs that were never tested, what other programs logged. */
function columnsOf(context, base, told) {
  const { items } = context;
  const isThere = ({ value }) => items.some((item) => (value(item) ?? null) !== null);
  const [name, ...ours] = columns(context, base, told);
  const known = ours.filter(isThere);
  if (known.some(({ id }) => id === "accuracy" || id === "loss")) return [name, ...known];
  const logged = usualColumns(items.map(({ run }) => run))
    .filter((id) => id.startsWith("last:"))
    .map(columnOf);
  return [
    name,
    ...logged.map((column) => ({
      ...column,
      value: ({ run }) => column.value(run),
      text: ({ run }) => column.text(run),
      render: ({ run }) => column.render(run),
    })),
    ...known,
  ];
}

/** The parameters that all runs have and that tell them apart; not bits, nor where they began. */
function toldColumns(items) {
  const isOther = (name) =>
    !/^(after|name|start\..*|quantizer\.(weight|activation)Bits)$/.test(name);
  const ids = differing(items)
    .filter((name) => isOther(name) && !valuesOf(items, name).has(undefined))
    .slice(0, TOLD)
    .map((name) => `param:${name}`);
  return columnsOfRuns(ids).map((column) => {
    const { value } = tellingColumn(column.id);
    return {
      ...column,
      value: ({ run }) => value(run),
      text: ({ run }) => (value(run) === null ? "" : format.middle(column.text(run), 24)),
      tip: ({ run }) => column.text(run),
    };
  });
}

const NONE = "none";

const latest = ({ run }, key) => format.real(run.latest[key]?.value);

const best = ({ run }) => bestOf(run);

const metric = (id, label, key, write) => ({
  id,
  label,
  class: "end",
  value: (item) => latest(item, key),
  text: (item) => (latest(item, key) === null ? "" : write(latest(item, key))),
});

/** A metric with what it is against the baseline, `gap(own, base)`, below it. */
function compared(column, key, base, gap) {
  const told = (item) => {
    const [own, other] = [
      latest(item, key),
      base() && base() !== item ? latest(base(), key) : null,
    ];
    return own === null || other === null ? "" : gap(own, other);
  };
  return {
    ...column,
    mark: (item) => `${column.text(item)}|${told(item)}`,
    render: (item) => [
      document.createTextNode(column.text(item)),
      told(item) && h("span.sub", {}, told(item)),
    ],
  };
}

const smaller = (own, base) =>
  own > 0 && base > 0 && own !== base
    ? `\u00d7${format.number(own <= base ? base / own : own / base, 3)} ${own <= base ? "smaller" : "larger"}`
    : "";

/** The name of a run with its colour, which takes it out of the figures. */
function keyedName(context, item) {
  return h(
    "span.keyed",
    {},
    h(
      "button.eye",
      {
        "aria-label": `Show ${item.name} in the figures`,
        onclick: (event) => context.toggle(item, event.shiftKey),
      },
      h("span.swatch"),
    ),
    nameLink(`#/runs/${item.id}`, item.name),
  );
}

/** Gives a swatch the look of a run's curves; it is hollow if there are none. */
function paint(swatch, { place, dash }) {
  swatch.classList.toggle("hollow", place === null);
  swatch.classList.toggle("dashed", dash.length > 0);
  swatch.dataset.color = place === null ? "" : String(place % 8);
}

const columns = (context, base, told) => [
  {
    id: "name",
    label: "Run",
    class: "first",
    value: ({ name }) => name,
    text: ({ name }) => name,
    mark: (item) => `${item.name}|${context.isShown(item)}|${item.place}`,
    render(item, cell) {
      // The same button, so that it keeps the focus.
      const keyed = cell.firstChild ?? keyedName(context, item);
      const isShown = context.isShown(item);
      const button = keyed.firstChild;
      button.setAttribute("aria-pressed", isShown);
      button.title = [
        `${isShown ? "Hide it in" : "Show it in"} the figures`,
        "with Shift, show only it, or all",
        ...(isShown && item.place === null ? ["it has no curve while so many are shown"] : []),
      ].join("; ");
      paint(button.firstChild, item);
      return keyed;
    },
  },
  {
    id: "bits",
    label: "Bits",
    class: "end",
    value: ({ run }) => bits(run),
    text: ({ run }) => bitsText(run),
  },
  ...told,
  compared(
    metric("accuracy", "Test accuracy", "testAccuracy", (value) => format.percent(value, 2)),
    "testAccuracy",
    base,
    (own, other) => `\u0394 ${format.points(own - other)}`,
  ),
  {
    id: "best",
    label: "Best",
    class: "end",
    value: best,
    text: (item) => (best(item) === null ? "" : format.percent(best(item), 2)),
  },
  metric("loss", "Test loss", "testLoss", format.aligned),
  compared(
    metric("bytes", "Model", "modelBytes", (value) => format.bytes(value, 1)),
    "modelBytes",
    base,
    smaller,
  ),
  metric("speed", "Images / s", "meanImagesPerSecond", format.count),
  {
    id: "time",
    label: "Time",
    class: "end",
    value: ({ run }) => secondsOfRun(run),
    text: ({ run }) => (run.endedAt ? format.seconds : format.duration)(secondsOfRun(run)),
  },
];
