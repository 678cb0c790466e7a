// A live table: rows are kept by id, and only cells whose text changed are touched, so that focus,
// selection and scroll survive updates.
import { h } from "../dom.js";
import { icon } from "./icon.js";

const FIRST_ROWS = 200;

/**
 * `columns`: {id, label, value(row) to sort by, text(row), render?(row) -> node, mark?(row) when
 * render depends on more than text, class, sortable}. `options`: label, sort {column, down}, onsort,
 * cards (narrow screens), selected(row).
 */
export class Table {
  constructor(columns, { label, sort = null, onsort = () => {}, cards = true, selected = null }) {
    Object.assign(this, { columns, sort, onsort, selected });
    this.rows = [];
    this.shown = FIRST_ROWS;
    this.lines = new Map();
    this.head = h("tr");
    this.body = h("tbody");
    this.table = h(cards ? "table.table.cards" : "table.table", { "aria-label": label }, h("thead", {}, this.head), this.body);
    this.foot = h("div.table-foot", { hidden: true });
    this.element = h("div.table-wrap", {}, this.table, this.foot);
    this.drawHead();
  }

  /** Shows other columns; every cell is drawn anew. */
  setColumns(columns) {
    this.columns = columns;
    this.lines.clear();
    this.body.replaceChildren();
    this.drawHead();
    this.update(this.rows);
  }

  drawHead() {
    this.head.replaceChildren(...this.columns.map((column) => {
      const cell = h("th", { scope: "col", className: column.class ?? "" });
      if (column.value && column.sortable !== false) {
        const sorted = this.sort?.column === column.id;
        if (sorted) cell.setAttribute("aria-sort", this.sort.down ? "descending" : "ascending");
        cell.append(h("button.sort", { type: "button", onclick: () => this.sortBy(column), title: column.title }, column.label, icon(sorted && !this.sort.down ? "up" : "down")));
      } else cell.append(column.head ?? (column.label ? column.label : h("span.hidden", {}, column.hidden ?? "")));
      return cell;
    }));
  }

  sortBy(column) {
    const down = this.sort?.column === column.id ? !this.sort.down : column.class?.includes("end") ?? false;
    this.sort = { column: column.id, down };
    this.onsort(this.sort);
    this.drawHead();
    this.head.querySelector("[aria-sort] button")?.focus();
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
      if (missing(a.key) || missing(b.key)) return missing(a.key) - missing(b.key) || a.index - b.index;
      const order = typeof a.key === "string" ? a.key.localeCompare(b.key, undefined, { numeric: true }) : a.key - b.key;
      return sign * order || a.index - b.index;
    });
    return keyed.map((item) => item.row);
  }

  update(rows) {
    this.rows = rows;
    const visible = this.ordered().slice(0, this.shown);
    const ids = new Set(visible.map((row) => row.id));
    for (const [id, line] of this.lines) {
      if (ids.has(id)) continue;
      line.element.remove();
      this.lines.delete(id);
    }
    let place = this.body.firstChild;
    for (const row of visible) {
      const line = this.lines.get(row.id) ?? this.makeLine(row);
      this.fill(line, row);
      if (line.element === place) place = place.nextSibling;
      else this.body.insertBefore(line.element, place);
    }
    const more = rows.length - visible.length;
    this.foot.hidden = more <= 0;
    if (more > 0) {
      this.foot.replaceChildren(`${visible.length} of ${rows.length} rows`, h("button.button.button-small", { type: "button", onclick: () => {
        this.shown += 1000;
        this.update(this.rows);
      } }, `Show ${Math.min(more, 1000)} more`));
    }
  }

  makeLine(row) {
    const cells = this.columns.map((column) => h("td", { className: column.class ?? "", dataset: { label: column.label ?? "" } }));
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
      if (!column.render) cell.textContent = mark;
      else {
        const node = column.render(row, cell);
        if (node !== cell.firstChild || cell.childNodes.length > 1) cell.replaceChildren(...[node].flat().filter(Boolean));
      }
    }
  }
}
