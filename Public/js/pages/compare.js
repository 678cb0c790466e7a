// Chosen runs side by side: curves over each other, what they were told, what they reached.
import { smoothingOf, smoothingSlider } from "../components/smoothing.js";
import { loadingState, emptyState, problemState } from "../components/states.js";
import { h, perFrame } from "../dom.js";
import { raise, runsWithBest } from "../models/best.js";
import { isLater } from "../models/latest.js";
import { takeJob } from "../models/run-state.js";
import { parseRange, rangeText, XLink } from "../models/x-link.js";
import { setView, view } from "../router.js";
import { ComparedRun, CURVES, placeCurves } from "./compare/compared-run.js";
import { curves } from "./compare/curves.js";
import { parameters } from "./compare/parameters.js";
import { relations } from "./compare/relations.js";
import { results } from "./compare/results.js";
import { layerSteps } from "./compare/layer-steps.js";

/** So much of an id tells the runs of a page apart. */
const shortOf = (id) => id.slice(0, 8);
/** The runs that are taken out of all figures, by those parts of their ids. */
const hiddenRuns = () => new Set((view("hide") ?? "").split(",").filter(Boolean));

export function open(root, life) {
  document.title = "Compare \u00b7 Staircase";
  const ids = [...new Set((view("runs") ?? "").split(",").filter(Boolean))];
  if (ids.length < 2) {
    root.append(
      h("div.page-head", {}, h("h1", {}, "Compare")),
      emptyState(
        "Nothing to compare yet",
        "Choose two runs or more on the ",
        h("a", { href: "#/runs" }, "page of runs"),
        ".",
      ),
    );
    return;
  }
  const start = () => {
    root.replaceChildren(loadingState("the runs"));
    const read = life.during(["points", "job"], () => load(ids, life));
    read.then(
      ([there, early]) => {
        if (life.over) return;
        if (there.length > 1) show(root, life, there, { gone: ids.length - there.length, early });
        else
          root.replaceChildren(
            h("div.page-head", {}, h("h1", {}, "Compare")),
            emptyState(
              "Fewer than two of these runs are there",
              "Choose two or more on the ",
              h("a", { href: "#/runs" }, "page of runs"),
              ".",
            ),
          );
      },
      (error) => life.over || root.replaceChildren(problemState(error, start)),
    );
  };
  start();
}

/** The runs that are there, with what is needed to draw the curves of the first that are shown. */
async function load(ids, life) {
  const runs = await runsWithBest(ids, life.signal);
  const named = Map.groupBy(runs, ({ name }) => name);
  // Clones have the name of what they were made from.
  const nameOf = ({ id, name }) =>
    named.get(name).length > 1 ? `${name} \u00b7 ${shortOf(id)}` : name;
  const items = runs.map((run, index) => new ComparedRun(run, nameOf(run), index));
  const hidden = hiddenRuns();
  const drawn = placeCurves(items, ({ id }) => !hidden.has(shortOf(id)));
  await Promise.all(drawn.map((item) => item.read(life)));
  return items;
}

/** What the sections share; `draw()` draws all of them. */
function contextOf(items, life, draw) {
  const hidden = hiddenRuns();
  const isShown = ({ id }) => !hidden.has(shortOf(id));
  /** Gives curves to the first that are shown now, and reads those that are not here. */
  const place = () => {
    for (const item of placeCurves(items, isShown)) {
      if (item.data) continue;
      const take = () => {
        item.data.onload = draw;
        draw();
      };
      // Without an answer it has no curves, until what is shown changes once more.
      item.read(life).then(take, () => {});
    }
    draw();
  };
  return {
    items,
    life,
    smoothing: smoothingOf(),
    /** Those whose curves are here, shown or not. */
    get drawn() {
      return items.filter((item) => item.data);
    },
    link: new XLink(parseRange(view("x")), (range) => setView({ x: rangeText(range) })),
    /** The run that is pointed at in the table, if one is. */
    hot: null,
    isShown,
    hasCurves: (item) => isShown(item) && item.place !== null && item.data !== null,
    /** Takes a run out of all figures, or puts it back; `alone`: all others instead. */
    toggle({ id }, alone) {
      const [own, others] = [
        shortOf(id),
        items.map((item) => shortOf(item.id)).filter((name) => name !== shortOf(id)),
      ];
      const isAlone = !hidden.has(own) && others.every((name) => hidden.has(name));
      if (alone) {
        hidden.clear();
        if (!isAlone) others.forEach((name) => hidden.add(name));
      } else if (!hidden.delete(own)) hidden.add(own);
      setView({ hide: [...hidden].join(",") });
      place();
    },
  };
}

/** `gone`: how many of the runs are not there; `early`: the events that came while they were read. */
function show(root, life, items, { gone, early }) {
  const draw = perFrame(() => sections.forEach((section) => section.update?.()));
  const context = contextOf(items, life, draw);
  const sections = [results, curves, relations, layerSteps, parameters].map((make) =>
    make(context),
  );
  context.point = (id) => {
    if (context.hot === id) return;
    context.hot = id;
    sections.forEach((section) => section.point?.(id));
    context.link.setCursor(context.link.cursor);
  };
  root.replaceChildren(
    h(
      "div.page-head",
      {},
      h("p.crumb", {}, h("a", { href: "#/runs" }, "Runs")),
      h("h1", {}, `${items.length} runs compared`),
      items.length > CURVES && h("p.muted", {}, `Curves of the first ${CURVES} that are shown.`),
      gone > 0 &&
        h(
          "p.muted",
          {},
          `${gone === 1 ? "One of the runs asked for is" : `${gone} of the runs asked for are`} not there.`,
        ),
      h("div.actions", {}, sections[0].tool, smoothingSlider(context, draw)),
    ),
    ...sections.map((section) => section.element),
  );
  for (const { data } of context.drawn) data.onload = draw;
  follow(life, items, draw, early);
  // The time of those that run.
  life.every(5000, sections[0].update);
  life.add(draw.cancel);
  draw();
}

/** Keeps the runs in step with the event stream. */
function follow(life, items, draw, early) {
  const itemOf = (runId) => items.find(({ id }) => id === runId);
  const take = {
    points(points) {
      const item = itemOf(points.runId);
      if (!item) return;
      item.data?.add(points);
      for (const point of points.metrics)
        if (isLater(point, item.run.latest[point.key])) item.run.latest[point.key] = point;
      raise(item.run, points.metrics);
      draw();
    },
    job(job) {
      const item = itemOf(job.runId);
      if (item && takeJob(item.run, job)) draw();
    },
  };
  for (const [kind, event] of early) take[kind](event);
  for (const kind of Object.keys(take)) life.on(kind, take[kind]);
  life.on("resync", async () => {
    const runs = await runsWithBest(
      items.map(({ id }) => id),
      life.signal,
    ).catch(() => []);
    for (const item of items) {
      item.run = runs.find(({ id }) => id === item.id) ?? item.run;
      await item.data?.again(item.run);
    }
    // It may have been left meanwhile.
    if (!life.over) draw();
  });
}
