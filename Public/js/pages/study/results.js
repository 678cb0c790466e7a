// The table and the figure of a study's results, filling in as its jobs end.
import { badge } from "../../components/progress.js";
import { section } from "../../components/section.js";
import { Table } from "../../components/table.js";
import { XYPlot } from "../../components/xy-plot.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { numeric } from "../../models/order.js";
import { setView, view } from "../../router.js";

/** {element, update(study)}; `jobs`: those of the study by their ids; `draw()` draws anew. */
export function results(life, jobs, draw) {
  const table = new Table(life, [], { label: "Results", cards: false });
  const plot = new XYPlot(life, "Results");
  const legend = h("ul.legend");
  const choose = (key, label) =>
    h("select.field", {
      "aria-label": label,
      onchange: (event) => {
        setView({ [key]: event.target.value });
        draw();
      },
    });
  const [xs, ys] = [choose("px", "Horizontal axis"), choose("py", "Vertical axis")];
  let shown = null;
  return {
    element: section(
      "Results",
      {
        note: legend,
        tools: [h("label.picks", {}, "Plot", ys), h("label.picks", {}, "against", xs)],
      },
      plot.element,
      table.element,
    ),
    update({ recipe, table: found }) {
      const { keys, measures, rows } = found;
      fill(xs, [...keys, ...measures], view("px", axisOf(recipe, found)), (key) =>
        keys.includes(key) ? key : format.title(key),
      );
      fill(ys, measures, view("py", measures[0]), format.title);
      const shape = [...keys, ...measures].join();
      if (shape !== shown) table.setColumns(columnsOf(found, jobs));
      shown = shape;
      table.update(rows.map((row) => ({ ...row, id: JSON.stringify(row.labels) })));
      drawPlot(plot, legend, found, jobs, xs.value, ys.value);
    },
  };
}

function fill(select, values, chosen, label) {
  if (select.options.length !== values.length)
    select.replaceChildren(...values.map((value) => h("option", { value }, label(value))));
  select.value = values.includes(chosen) ? chosen : (values[0] ?? "");
}

/** How many values of a key the rows have. */
const countOf = ({ rows }, key) => new Set(rows.map((row) => row.labels[key])).size;

/** The keys that differ between rows. */
const varying = (table) => table.keys.filter((key) => countOf(table, key) > 1);

/** What is along the axis unless another is chosen: what has the most values, the last of those. */
const axisOf = (recipe, table) =>
  // As in the paper's Figure 3.
  recipe === "model-size"
    ? "modelBytes"
    : table.keys.reduce(
        (best, key) => (countOf(table, key) >= countOf(table, best) ? key : best),
        table.keys[0],
      );

/** Where one sees what a row's jobs recorded; of a job of another study only its id is known. */
function recordOf(row, jobs) {
  const runs = row.jobs.flatMap((id) => jobs.get(id)?.runId ?? []);
  if (runs.length > 1) return `#/compare?runs=${runs.join(",")}`;
  return runs.length ? `#/runs/${runs[0]}` : `#/jobs/${row.jobs[0]}`;
}

/** A colour for each combination of the keys that are not along the axis. */
function drawPlot(plot, legend, table, jobs, x, y) {
  const { keys, rows } = table;
  const isKey = keys.includes(x);
  const others = isKey ? varying(table).filter((key) => key !== x) : varying(table).slice(0, 1);
  // What has no colour is written beside the points.
  const told = varying(table).filter((key) => !others.includes(key));
  const word = (row, key) =>
    typeof numeric(row.labels[key] ?? "") === "number"
      ? `${key} ${row.labels[key]}`
      : row.labels[key];
  const nameOf = (row) =>
    others
      .map((key) => word(row, key))
      .filter(Boolean)
      .join(", ");
  const names = [...new Set(rows.map(nameOf))];
  const mean = (row, measure) => format.real(row.values[measure]?.mean);
  plot.update({
    points: rows.map((row) => ({
      label: keys.map((key) => word(row, key)).join(", "),
      x: isKey ? numeric(row.labels[x] ?? "") : mean(row, x),
      y: mean(row, y),
      spread: format.real(row.values[y]?.deviation) ?? 0,
      color: `--c${names.indexOf(nameOf(row)) % 8}`,
      group: nameOf(row),
      tag: isKey ? "" : told.map((key) => row.labels[key] ?? "").join(", "),
      href: recordOf(row, jobs),
    })),
    x: isKey
      ? { label: x, ordinal: true, write: String }
      : { label: format.title(x), write: format.tickOf(x), log: /bytes/i.test(x) },
    y: {
      label: format.title(y),
      write: format.tickOf(y),
      tell: (value) => format.metric(y, value),
      log: /ratio/i.test(y),
    },
    title: `${format.title(y)} against ${isKey ? x : format.words(x).toLowerCase()}`,
  });
  legend.replaceChildren(
    ...(names.length > 1
      ? names.map((name, index) =>
          h(
            "li.legend-item",
            {},
            h("span.swatch", { dataset: { color: String(index % 8) } }),
            name || format.DASH,
          ),
        )
      : []),
  );
}

function columnsOf(table, jobs) {
  const { measures } = table;
  // What tells rows apart names them.
  const keys = [...new Set([...varying(table), ...table.keys])];
  const statesOf = (row) => row.jobs.map((id) => jobs.get(id)?.state ?? "queued");
  return [
    ...keys.map((key, index) => ({
      id: `key:${key}`,
      // A path into a spec is written as it is.
      label: /^\w+$/.test(key) ? format.words(key) : key,
      class: index ? "" : "first",
      value: (row) => numeric(row.labels[key] ?? ""),
      text: (row) => row.labels[key] ?? "",
      ...(index
        ? {}
        : {
            render: (row) => h("a.name", { href: recordOf(row, jobs) }, row.labels[key] ?? ""),
          }),
    })),
    ...measures.map((measure) => ({
      id: measure,
      label: format.title(measure),
      class: "end",
      value: (row) => format.real(row.values[measure]?.mean),
      text(row) {
        const found = row.values[measure];
        if (!found) return "";
        const spread = (value) => format.metric(measure, value, (v) => format.number(v, 2));
        return `${format.metric(measure, found.mean)}${found.deviation > 0 ? ` \u00b1 ${spread(found.deviation)}` : ""}`;
      },
    })),
    {
      id: "seeds",
      label: "Seeds",
      class: "end",
      value: (row) => row.jobs.length,
      text: (row) =>
        `${statesOf(row).filter((state) => state === "succeeded").length} / ${row.jobs.length}`,
    },
    {
      id: "jobs",
      label: "Jobs",
      text: (row) => statesOf(row).join(),
      render: (row) =>
        h(
          "span.row-jobs",
          {},
          row.jobs.map((id, index) =>
            h(
              "a",
              {
                href: `#/jobs/${id}`,
                "aria-label": `Job ${index + 1}: ${statesOf(row)[index]}`,
                title: statesOf(row)[index],
              },
              badge(statesOf(row)[index], ""),
            ),
          ),
        ),
    },
  ];
}
