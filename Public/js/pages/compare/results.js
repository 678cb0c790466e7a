// What the compared runs reached, in a table that is also the legend of all figures.
import { Table } from "../../components/table.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { bestOf } from "../../models/best.js";
import { setView, sortOf, sortText, view } from "../../router.js";
import { bits, bitsText } from "../runs/columns.js";

export function results({ items, life }) {
  const table = new Table(life, columns, { label: "Results", cards: false, sort: sortOf(view("sort")) ?? { column: "accuracy", down: true }, onsort: (sort) => setView({ sort: sortText(sort) }) });
  return {
    element: h("section.section", {}, h("h2.hidden", {}, "Results"), table.element),
    update: () => table.update(items),
  };
}

const latest = ({ run }, key) => format.real(run.latest[key]?.value);

const best = ({ run }) => bestOf(run);

const metric = (id, label, key, write) => ({ id, label, class: "end", value: (item) => latest(item, key), text: (item) => (latest(item, key) === null ? "" : write(latest(item, key))) });

const columns = [
  {
    id: "name", label: "Run", class: "first", value: ({ name }) => name, text: ({ name }) => name,
    render(item) {
      const swatch = h(item.dash.length ? "span.swatch.dashed" : "span.swatch", { dataset: { color: String(item.index % 8) } });
      return h("span.keyed", {}, swatch, h("a.name", { href: `#/runs/${item.id}` }, item.name));
    },
  },
  { id: "bits", label: "Bits", class: "end", value: ({ run }) => bits(run), text: ({ run }) => bitsText(run) },
  metric("accuracy", "Test accuracy", "testAccuracy", (value) => format.percent(value, 2)),
  { id: "best", label: "Best", class: "end", value: best, text: (item) => (best(item) === null ? "" : format.percent(best(item), 2)) },
  metric("loss", "Test loss", "testLoss", format.aligned),
  metric("bytes", "Model", "modelBytes", (value) => format.bytes(value, 1)),
  metric("speed", "Images / s", "meanImagesPerSecond", format.count),
  { id: "time", label: "Time", class: "end", value: ({ run }) => format.between(run.startedAt, run.endedAt), text: ({ run }) => format.duration(format.between(run.startedAt, run.endedAt)) },
];
