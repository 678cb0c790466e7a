// Loss and accuracy of training and test, and every other metric of the run.
import { segmented } from "../../components/controls.js";
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { h } from "../../dom.js";
import {
  figuresOf,
  groupsOf,
  isSystem,
  MAIN,
  placeOf,
  RESULTS,
} from "../../models/metric-names.js";
import { compare } from "../../models/order.js";
import { EPOCHS, TIME } from "../../models/x-axis.js";
import { XLink } from "../../models/x-link.js";
import { setView, view } from "../../router.js";
import { MetricFigures } from "./metric-figures.js";

// More figures than this are put in groups by their names.
const MANY = 12;

export function curves(context) {
  const axes = axesOf(context);
  const isKnown = (key) => Object.hasOwn(axes, key) && (key !== "epoch" || context.perEpoch());
  let axis = isKnown(view("axis")) ? view("axis") : "step";
  let query = view("metric") ?? "";
  let shown = "";
  // Each axis keeps its charts: one that is not shown is not drawn.
  const made = new Map();
  const figures = () => {
    if (!made.has(axis)) made.set(axis, new MetricFigures(context, axes[axis]));
    return made.get(axis);
  };
  const body = h("div.section");
  const none = h("div");
  const search = h("input.field.search", {
    type: "search",
    value: query,
    placeholder: "Find metrics",
    "aria-label": "Find metrics",
    oninput: () => {
      query = search.value;
      setView({ metric: query });
      update();
    },
  });
  const which = segmented(
    "Horizontal axis",
    Object.entries(axes).map(([key, { label }]) => [key, label]),
    axis,
    (value) => {
      axis = value;
      setView({ axis: value === "step" ? null : value });
      shown = "";
      update();
    },
  );

  const epochs = which.querySelector("[value=epoch]")?.closest("label");

  function update() {
    // A job that waits does not know yet how many steps an epoch has.
    if (epochs) epochs.hidden = !isKnown("epoch");
    const all = [...context.data.latest.keys()]
      .filter((key) => !RESULTS.includes(key) && !isSystem(key))
      .sort(compare);
    const keys = all.filter((key) => key.toLowerCase().includes(query.toLowerCase()));
    search.hidden = all.length <= MANY && !query;
    if (keys.join("\n") !== shown || !body.firstChild) {
      shown = keys.join("\n");
      body.replaceChildren(...arranged(figures(), keys, Boolean(query)));
      none.replaceChildren(...(keys.length ? [] : [noneOf(all, context.run)]));
    }
    figures().update();
  }

  return { element: section("Curves", { tools: [search, which] }, body, none), update };
}

/** What curves may be drawn over: key -> {label, link, x(columns)}. */
const axesOf = (context) => ({
  step: { label: "Step", link: context.steps, x: ({ step }) => step },
  ...(context.job && {
    epoch: {
      label: "Epoch",
      link: new XLink(null, undefined, EPOCHS),
      x: ({ step }) => step.map((at) => at / context.perEpoch()),
    },
  }),
  time: {
    label: "Time",
    link: new XLink(null, undefined, TIME),
    x: ({ time }) => time.map((at) => (at - context.began()) / 1000),
  },
});

/** Loss and accuracy large, the others small; many of them in groups, open if they were looked for. */
function arranged(figures, keys, isSearch) {
  const main = figuresOf(
    keys.filter((key) => placeOf(key).main).sort((a, b) => order(a) - order(b)),
  );
  const minor = figuresOf(keys.filter((key) => !placeOf(key).main));
  const grid = (list, size, kind = "") =>
    h(
      `div.figures${kind}`,
      {},
      list.map(([figure, own]) => figures.chart(figure, own, size).element),
    );
  const [[, alone], ...groups] = minor.length > MANY ? groupsOf(minor) : [["", minor]];
  // The first group is open where nothing else is to be seen.
  const isFirstOpen = !main.length && !alone.length;
  return [
    ...(main.length ? [grid(main, "")] : []),
    ...(alone.length ? [grid(alone, "short", ".figures-3")] : []),
    ...groups.map(([name, list], index) =>
      folded(name, list.length, isSearch || (isFirstOpen && index === 0), () =>
        grid(list, "short", ".figures-3"),
      ),
    ),
  ];
}

/** A group of figures, which are made when it is opened first. */
function folded(name, count, isOpen, make) {
  const details = h(
    "details.group",
    { ontoggle: () => details.children.length > 1 || details.append(make()), open: isOpen },
    h("summary", {}, name, h("span.muted", {}, String(count))),
  );
  return details;
}

function noneOf(all, { endedAt }) {
  if (all.length)
    return emptyState("No metric matches", "Its name must contain what is in the field above.");
  return endedAt
    ? emptyState("No metrics", "The run ended before it recorded any.")
    : emptyState("No metrics yet", "The first points appear after a few steps of training.");
}

const order = (key) => MAIN.indexOf(key);
