// A live table: rows are kept by id, and only cells whose text changed are touched, so that focus,
// selection and scroll survive updates. Of a long table only the rows in view are elements.
import { h, perFrame } from "../dom.js";
import { compare } from "../models/order.js";
import { sortOf, sortText } from "../router.js";
import { icon } from "./icon.js";

const LONG = 120;
const OVERSCAN = 12;
const PAGE = 100;
const narrow = matchMedia("(max-width: 900px)");

/**
 * `columns`: {id, label, value(row) to sort by, text(row), tip?(row), render?(row, cell) -> node,
 * mark?(row) when render depends on more than text, class, sortable}. `options`: label, sort {column, down},
 * onsort, cards (narrow screens), selected(row), tall (scrolls in a box of its own).
 */
export class Table {
  constructor(
    life,
    columns,
    { label, sort = null, onsort = () => {}, cards = true, selected = null, tall = false },
  ) {
    Object.assign(this, { columns, sort, onsort, selected, cards });
    this.rows = [];
    this.shown = PAGE;
    this.lines = new Map();
    this.height = 44;
    this.head = h("tr");
    this.body = h("tbody");
    this.above = this.spacer();
    this.below = this.spacer();
    this.table = h(
      cards ? "table.table.cards" : "table.table",
      { "aria-label": label },
      h("thead", {}, this.head),
      this.body,
    );
    this.foot = h("div.table-foot", { hidden: true });
    // Cards have no heads to press.
    this.order = h("select.field.table-order", {
      "aria-label": `Order of ${label}`,
      onchange: () => this.sortAs(sortOf(this.order.value)),
    });
    this.element = h(
      tall ? "div.table-wrap.table-tall" : "div.table-wrap",
      {},
      cards && this.order,
      this.table,
      this.foot,
    );
    this.place = perFrame(() => this.draw());
    for (const [target, name] of [
      [this.element, "scroll"],
      [window, "scroll"],
      [window, "resize"],
    ])
      life.listen(target, name, this.place, { passive: true });
    // Its first rows are made before it is on the page, where it has no height.
    life.onSize(this.element, this.place);
    life.add(this.place.cancel);
    this.body.addEventListener("keydown", (event) => this.step(event));
    this.drawHead();
  }

  spacer() {
    return h("tr.spacer", { "aria-hidden": "true" }, h("td"));
  }

  /** Takes other columns, for the rows of the next `update`. */
  setColumns(columns) {
    Object.assign(this, { columns, sorted: null });
    this.lines.clear();
    this.body.replaceChildren();
    this.drawHead();
  }

  drawHead() {
    this.head.replaceChildren(
      ...this.columns.map((column) => {
        const cell = h("th", { scope: "col", className: column.class ?? "" });
        if (column.value && column.sortable !== false) {
          const sorted = this.sort?.column === column.id;
          if (sorted) cell.setAttribute("aria-sort", this.sort.down ? "descending" : "ascending");
          cell.append(
            h(
              "button.sort",
              { onclick: () => this.sortBy(column), title: column.title },
              h("span", {}, column.label),
              icon(sorted && !this.sort.down ? "up" : "down"),
            ),
          );
        } else
          cell.append(
            column.head ??
              (column.label ? column.label : h("span.hidden", {}, column.hidden ?? "")),
          );
        return cell;
      }),
    );
    this.drawOrder();
  }

  drawOrder() {
    const sortable = this.columns.filter((column) => column.value && column.sortable !== false);
    const option = ({ id, label }, down) =>
      h(
        "option",
        { value: sortText({ column: id, down }) },
        `${label} ${down ? "\u2193" : "\u2191"}`,
      );
    this.order.replaceChildren(
      h("option", { value: "" }, "As they come"),
      ...sortable.flatMap((column) => [option(column, true), option(column, false)]),
    );
    this.order.hidden = !sortable.length;
    this.order.value = sortText(this.sort) ?? "";
  }

  sortBy(column) {
    // One way, then the other, then as the rows come.
    const first = column.class?.includes("end") ?? false;
    const isSorted = this.sort?.column === column.id;
    this.sortAs(
      isSorted && this.sort.down !== first
        ? null
        : { column: column.id, down: isSorted ? !first : first },
    );
    this.head.cells[this.columns.indexOf(column)].querySelector("button").focus();
  }

  sortAs(sort) {
    this.sort = sort;
    this.onsort(sort);
    this.drawHead();
    this.update(this.rows);
  }

  ordered() {
    const column = this.sort && this.columns.find((column) => column.id === this.sort.column);
    if (!column) return this.rows;
    const keyed = this.rows.map((row, index) => ({ row, index, key: column.value(row) }));
    const sign = this.sort.down ? -1 : 1;
    const missing = (key) => key === null || key === undefined || Number.isNaN(key);
    keyed.sort((a, b) => {
      // What has no value comes last in both directions.
      if (missing(a.key) || missing(b.key))
        return missing(a.key) - missing(b.key) || a.index - b.index;
      return sign * compare(a.key, b.key) || a.index - b.index;
    });
    return keyed.map((item) => item.row);
  }

  update(rows) {
    this.rows = rows;
    this.sorted = this.ordered();
    this.draw();
  }

  /** Which rows of the order are elements now: [from, to). */
  window() {
    const { length } = this.sorted;
    if (length <= LONG) return [0, length];
    // Cards differ in height: they are shown a page at a time.
    if (this.cards && narrow.matches) return [0, Math.min(this.shown, length)];
    const box = this.element.getBoundingClientRect();
    const top = this.body.getBoundingClientRect().top;
    const first = Math.floor((Math.max(box.top, 0) - top) / this.height);
    const count = Math.ceil(
      (Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)) / this.height,
    );
    const from = Math.min(Math.max(first - OVERSCAN, 0), length);
    return [from, Math.min(Math.max(first + count + OVERSCAN, from + 2 * OVERSCAN), length)];
  }

  draw() {
    if (!this.sorted) return;
    const focused = document.activeElement;
    const cell = this.body.contains(focused) && focused.closest("td");
    this.drawRows();
    // A row that moves, and a cell that is made anew, lose it.
    if (cell && document.activeElement !== focused)
      (focused.isConnected ? focused : cell.querySelector("a, button, input"))?.focus({
        preventScroll: true,
      });
  }

  drawRows() {
    const [from, to] = this.window();
    const visible = this.sorted.slice(from, to);
    const ids = new Set(visible.map((row) => row.id));
    for (const [id, line] of this.lines) {
      if (ids.has(id)) continue;
      line.element.remove();
      this.lines.delete(id);
    }
    this.above.remove();
    let place = this.body.firstChild;
    for (const [index, row] of visible.entries()) {
      const line = this.lines.get(row.id) ?? this.makeLine(row);
      line.element.setAttribute("aria-rowindex", from + index + 2);
      this.fill(line, row);
      if (line.element === place) place = place.nextSibling;
      else this.body.insertBefore(line.element, place);
    }
    const paged = this.cards && narrow.matches;
    this.space(this.above, from, () => this.body.prepend(this.above));
    this.space(this.below, paged ? 0 : this.sorted.length - to, () => this.body.append(this.below));
    this.table.setAttribute("aria-rowcount", this.sorted.length + 1);
    // Of a table that is drawn whole nobody asks how tall its rows are.
    const measured =
      visible.length < this.sorted.length &&
      this.body.querySelector("tr:not(.spacer)").offsetHeight;
    if (measured && !paged && Math.abs(measured - this.height) > 0.5) {
      this.height = measured;
      this.place();
    }
    this.more(paged ? this.sorted.length - to : 0);
  }

  space(row, count, put) {
    if (!count) return row.remove();
    row.firstChild.colSpan = this.columns.length;
    row.firstChild.style.height = `${count * this.height}px`;
    put();
  }

  more(count) {
    this.foot.hidden = count <= 0;
    if (count > 0) {
      this.foot.replaceChildren(
        h(
          "button.button.button-small",
          {
            onclick: () => {
              this.shown += PAGE;
              this.draw();
            },
          },
          `Show ${Math.min(count, PAGE)} of ${count} more`,
        ),
      );
    }
  }

  makeLine(row) {
    const cells = this.columns.map((column) =>
      h("td", { className: column.class ?? "", dataset: { label: column.label ?? "" } }),
    );
    const line = { element: h("tr", { dataset: { id: row.id } }, cells), cells, marks: [] };
    this.lines.set(row.id, line);
    return line;
  }

  fill(line, row) {
    if (this.selected) line.element.setAttribute("aria-selected", this.selected(row));
    for (const [index, column] of this.columns.entries()) {
      const cell = line.cells[index];
      const mark = column.mark ? column.mark(row) : column.text(row);
      if (line.marks[index] === mark) continue;
      line.marks[index] = mark;
      if (column.tip) cell.title = column.tip(row);
      if (!column.render) cell.textContent = mark;
      else {
        const node = column.render(row, cell);
        if (node !== cell.firstChild || cell.childNodes.length > 1)
          cell.replaceChildren(...[node].flat().filter(Boolean));
      }
    }
  }

  /** Up and down move to the same thing in the next row. */
  step(event) {
    const way = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    const cell = event.target.closest("td");
    const row = way && cell?.parentElement[way];
    const next = row?.cells[cell.cellIndex]?.querySelector("a, button, input");
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
}
