// Every run in a table, with the metrics that a person wants; chosen runs are compared.
import { list } from "../api.js";
import { checkList } from "../components/check-list.js";
import { save, segmented } from "../components/controls.js";
import { csv } from "../components/figure.js";
import { liveBody } from "../components/live-body.js";
import { menu } from "../components/menu.js";
import { emptyState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h } from "../dom.js";
import * as format from "../format.js";
import { groupBy, offeredGroups } from "../models/groups.js";
import { namesText, parseNames } from "../models/name-list.js";
import { setView, sortOf, sortText, view } from "../router.js";
import { Choice } from "./runs/choice.js";
import {
  chooseColumns,
  chosenColumns,
  columnsOf,
  extremesOf,
  forgetColumns,
  nameColumn,
  offeredColumns,
  statusColumn,
  usualColumns,
} from "./runs/columns.js";
import { filterField } from "./runs/filter.js";
import { followRuns } from "./runs/follow.js";
import { groupColumns } from "./runs/group-columns.js";

const MOST = 10_000;
const NEWEST_FIRST = { column: "created", down: true };

export function open(root, life) {
  document.title = "Runs \u00b7 Staircase";
  const runs = new Map();
  const page = {
    life,
    runs,
    state: {
      columns: chosenColumns(),
      group: parseNames(view("group")),
      deleted: view("show") === "deleted",
      // What was asked for when `runs` was read, and whether all of it was.
      asked: null,
      isWhole: false,
    },
  };
  page.choice = new Choice(page);
  page.filter = filterField(life, () => {
    followOrder(page);
    page.body.read();
  });
  page.state.isOrdered = page.filter.isOrdered;
  page.table = new Table(life, [], {
    label: "Runs",
    tall: true,
    sort: sortOf(view("sort")) ?? (page.state.isOrdered ? null : NEWEST_FIRST),
    onsort: (sort) => setView({ sort: sortText(sort) }),
    selected: (run) => page.choice.has(run),
  });
  page.count = h("p.muted", { role: "status" });
  const holder = h("div");
  root.append(
    h("div.page-head", {}, h("h1", {}, "Runs"), page.count, h("div.actions", {}, tools(page))),
    h("div.filter-bar", {}, page.filter.input, page.filter.hint),
    page.choice.gone,
    page.choice.bar,
    holder,
  );
  page.body = liveBody(life, holder, {
    what: "the runs",
    load: (signal) => load(page, signal),
    draw: () => draw(page),
  });
  followRuns(life, runs, page.body, () => page.filter.filter);
}

/** Gives a filter that says an order its order, until a column is chosen; others, the usual one. */
function followOrder({ filter, state, table }) {
  if (filter.isOrdered === state.isOrdered) return;
  state.isOrdered = filter.isOrdered;
  if (state.isOrdered) table.sortAs(null);
  else if (!table.sort) {
    table.sortAs(NEWEST_FIRST);
    setView({ sort: null });
  }
}

const shownColumns = ({ state, runs }) => state.columns ?? usualColumns([...runs.values()]);

/** What chooses the rows and the columns. */
function tools(page) {
  const { state, runs } = page;
  const toggled = (all, one, on) => (on ? [...all, one] : all.filter((other) => other !== one));
  const chooseColumn = (id, on) => {
    state.columns = toggled(shownColumns(page), id, on);
    chooseColumns(state.columns);
    page.body.draw();
    if (on && extremesOf([id]).length) page.body.read();
  };
  const back = (panel) => {
    state.columns = null;
    forgetColumns();
    page.body.draw();
    panel.hidePopover();
  };
  const chooseGroup = (key, on) => {
    state.group = toggled(state.group, key, on);
    setView({ group: namesText(state.group) });
    page.body.draw();
  };
  return [
    segmented(
      "Which runs",
      [
        ["", "Kept"],
        ["deleted", "Deleted"],
      ],
      state.deleted ? "deleted" : "",
      (show) => {
        state.deleted = show === "deleted";
        setView({ show });
        page.choice.clear();
        page.body.read();
      },
    ),
    menu("Group", (panel) =>
      panel.append(
        checkList(
          "groups",
          offeredGroups(runs.values()),
          (key) => state.group.includes(key),
          chooseGroup,
        ),
      ),
    ),
    menu("Columns", (panel) => {
      const boxes = checkList(
        "columns",
        offeredColumns(runs.values()),
        (id) => shownColumns(page).includes(id),
        chooseColumn,
      );
      panel.append(boxes);
      if (state.columns)
        panel.append(
          h("button.button.button-small", { onclick: () => back(panel) }, "Usual columns"),
        );
    }),
    h("button.button", { onclick: () => saveTable(page) }, "CSV"),
  ];
}

/** Gives the table the columns of the moment, if they are others. */
function setColumns({ state, table, choice, filter, body }, ids) {
  const mark = JSON.stringify([state.group, ids]);
  if (state.mark === mark) return;
  state.mark = mark;
  const own = columnsOf(ids);
  choice.all.hidden = state.group.length > 0;
  table.setColumns(
    !state.group.length
      ? [choice.column, nameColumn, statusColumn, ...own]
      : groupColumns(state.group, own, (condition) => {
          state.group = [];
          setView({ group: null });
          body.draw();
          filter.set(condition);
        }),
  );
}

function draw(page) {
  const { runs, state, table, filter } = page;
  setColumns(page, shownColumns(page));
  const rows = state.group.length ? groupBy(runs.values(), state.group) : [...runs.values()];
  table.update(rows);
  const isUnread = filter.isWrong && !runs.size;
  page.count.hidden = isUnread;
  page.count.textContent = [
    state.group.length
      ? `${format.count(rows.length)} ${rows.length === 1 ? "group" : "groups"} of `
      : "",
    `${format.count(runs.size)} ${runs.size === 1 ? "run" : "runs"}`,
    state.more
      ? runs.size >= MOST
        ? ", the newest; a filter finds others"
        : ", reading more\u2026"
      : "",
  ].join("");
  page.choice.draw();
  if (rows.length) return table.element;
  if (filter.filter)
    return emptyState(
      isUnread ? "This filter cannot be read" : "No run matches",
      "A filter compares metrics, params, tags and attributes: ",
      h("code", {}, "params.epochs = '4' and metrics.testLoss < 0.3"),
      ". Plain words are looked for in names.",
    );
  if (state.deleted)
    return emptyState("Nothing is deleted", "Deleted runs wait here until they are purged.");
  return emptyState(
    "No runs yet",
    "Every job makes one: ",
    h("a", { href: "#/jobs/new" }, "submit a job"),
    ". Other programs can log here too: ",
    h("code", {}, "POST /api/v1/runs"),
    ".",
  );
}

async function load(page, signal) {
  const { runs, state, filter } = page;
  const query = new URLSearchParams();
  if (filter.filter) query.set("filter", filter.filter);
  if (state.deleted) query.set("deleted", "true");
  const extremes = extremesOf(state.columns ?? []);
  if (extremes.length) query.set("extremes", extremes.join(","));
  const asked = query.toString();
  let isNew = asked !== state.asked;
  try {
    await list(asked ? `/runs?${asked}` : "/runs", {
      limit: MOST,
      signal,
      onpage(items, more) {
        // The first page of another question replaces what is shown; the same question keeps it until its end.
        if (isNew) runs.clear();
        isNew = false;
        state.asked = asked;
        // The whole answer has the order, and leaves out what is gone.
        if (!more) runs.clear();
        for (const run of items) runs.set(run.id, run);
        Object.assign(state, { more, isWhole: !more || runs.size >= MOST });
        filter.tell(null);
        page.body.show();
      },
    });
  } catch (problem) {
    if (problem.status !== 400) throw problem;
    filter.tell(problem);
  }
}

function saveTable(page) {
  const columns = [
    { label: "id", text: (run) => run.id },
    nameColumn,
    statusColumn,
    ...columnsOf(shownColumns(page)),
  ];
  const exact = (column) => (row) =>
    column.id && column.value ? column.value(row) : column.text(row);
  save(
    "runs.csv",
    csv([
      columns.map((column) => column.id ?? column.label),
      ...page.table.sorted
        .flatMap((row) => row.runs ?? [row])
        .map((run) => columns.map((column) => exact(column)(run))),
    ]),
  );
}
