// Every run in a table, with the metrics that a person wants; chosen runs are compared.
import { list } from "../api.js";
import { checkList } from "../components/check-list.js";
import { askingButton, save, segmented } from "../components/controls.js";
import { csv } from "../components/figure.js";
import { liveBody } from "../components/live-body.js";
import { menu } from "../components/menu.js";
import { emptyState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, rarely } from "../dom.js";
import * as format from "../format.js";
import { conditionOf, groupBy, labelOf, offeredGroups, statistics } from "../models/groups.js";
import { numeric } from "../models/order.js";
import { go, setView, sortOf, sortText, view } from "../router.js";
import { deleteRuns, many, restoreRuns } from "./runs/actions.js";
import { chooseColumns, chosenColumns, columnsOf, extremesOf, nameColumn, offeredColumns, statusColumn } from "./runs/columns.js";
import { filterField } from "./runs/filter.js";

const MOST = 10_000;

export function open(root, life) {
  document.title = "Runs \u00b7 Staircase";
  const runs = new Map();
  const chosen = new Set((view("runs") ?? "").split(",").filter(Boolean));
  const state = { columns: chosenColumns(), group: (view("group") ?? "").split(",").filter(Boolean), deleted: view("show") === "deleted", more: false };
  let last = null;
  const table = new Table(life, [], {
    label: "Runs", tall: true, sort: sortOf(view("sort")) ?? { column: "created", down: true },
    onsort: (sort) => setView({ sort: sortText(sort) }),
    selected: (run) => chosen.has(run.id),
  });
  const filter = filterField(life, () => body.read());
  const count = h("p.muted", { role: "status" });
  const gone = h("p.notice", { role: "status", hidden: true });
  const bulk = h("div.bulk", { hidden: true, role: "group", "aria-label": "Chosen runs" });
  const holder = h("div");

  const columnsMenu = menu("Columns", (panel) => panel.append(checkList("columns", offeredColumns(runs.values()), (id) => state.columns.includes(id), (id, on) => {
    state.columns = on ? [...state.columns, id] : state.columns.filter((other) => other !== id);
    chooseColumns(state.columns);
    setColumns();
    if (on && extremesOf([id]).length) body.read();
  })));
  const groupMenu = menu("Group", (panel) => panel.append(checkList("groups", offeredGroups(runs.values()), (key) => state.group.includes(key), (key, on) => {
    state.group = on ? [...state.group, key] : state.group.filter((other) => other !== key);
    setView({ group: state.group.join(",") });
    setColumns();
  })));
  root.append(
    h("div.page-head", {}, h("h1", {}, "Runs"), count,
      h("div.actions", {},
        segmented("Which runs", [["", "Kept"], ["deleted", "Deleted"]], state.deleted ? "deleted" : "", (show) => {
          state.deleted = show === "deleted";
          setView({ show, runs: null });
          chosen.clear();
          body.read();
        }),
        groupMenu, columnsMenu,
        h("button.button", { onclick: saveTable }, "CSV"))),
    h("div.filter-bar", {}, filter.input, filter.hint), gone, bulk, holder);

  const all = h("input", { type: "checkbox", "aria-label": "Choose all runs shown", onchange: () => {
    for (const run of runs.values()) choose(run.id, all.checked);
    told();
  } });
  const choose = (id, on) => (on ? chosen.add(id) : chosen.delete(id));
  const told = () => {
    setView({ runs: chosen.size <= 50 ? [...chosen].join(",") : null });
    for (const box of table.body.querySelectorAll("td.select input")) box.checked = chosen.has(box.value);
    body.draw();
  };
  const select = {
    id: "select", class: "select", head: all, text: (run) => run.id,
    render: (run) => h("input", { type: "checkbox", value: run.id, checked: chosen.has(run.id), "aria-label": `Choose ${run.name}`, onclick: (event) => {
      const order = table.sorted.map(({ id }) => id);
      const [from, to] = [order.indexOf(event.shiftKey ? last : run.id), order.indexOf(run.id)].sort((a, b) => a - b);
      // With Shift, every row from the one before.
      for (const id of order.slice(from < 0 ? to : from, to + 1)) choose(id, event.target.checked);
      last = run.id;
      told();
    } }),
  };
  const setColumns = () => {
    const own = columnsOf(state.columns);
    all.hidden = state.group.length > 0;
    table.setColumns(state.group.length ? groupColumns(state.group, own, pickGroup) : [select, nameColumn, statusColumn, ...own]);
    body?.draw();
  };

  const pickGroup = (condition) => {
    state.group = [];
    setView({ group: null });
    setColumns();
    filter.set(condition);
  };

  function drawBulk() {
    const isWhole = !state.more || runs.size >= MOST;
    const unseen = isWhole ? [...chosen].filter((id) => !runs.has(id)).length : 0;
    bulk.hidden = !chosen.size;
    const mark = `${[...chosen].join()} ${unseen} ${state.deleted}`;
    if (bulk.dataset.mark === mark) return;
    bulk.dataset.mark = mark;
    const end = async (work) => {
      // Those of this moment, also where the filter hides them.
      const picked = [...chosen].map((id) => runs.get(id) ?? { id, name: id.slice(0, 8) });
      // Some may be done where others were refused.
      const isDone = await work(picked);
      if (life.over) return;
      if (!isDone) return body.read();
      for (const { id } of picked) runs.delete(id);
      gone.hidden = work !== deleteRuns;
      gone.replaceChildren(`${many(picked)} deleted. `, h("button.button.button-small", { dataset: { writes: "" }, onclick: async () => {
        gone.hidden = await restoreRuns(picked);
        body.read();
      } }, "Restore"));
      chosen.clear();
      told();
      body.read();
    };
    bulk.replaceChildren(
      h("span", {}, `${chosen.size} chosen${unseen ? `, ${unseen} of them not in the table` : ""}`),
      state.deleted
        ? h("button.button.button-small", { dataset: { writes: "" }, onclick: () => end(restoreRuns) }, "Restore")
        : h("button.button.button-small.button-main", { disabled: chosen.size < 2, title: chosen.size < 2 ? "Choose two runs or more" : "", onclick: () => go(`compare?runs=${[...chosen].join(",")}`) }, "Compare"),
      !state.deleted && askingButton("Delete", `Delete ${chosen.size}?`, () => end(deleteRuns)),
      h("button.button.button-small", { onclick: () => {
        chosen.clear();
        told();
      } }, "Choose none"));
  }

  function draw() {
    const rows = state.group.length ? groupBy(runs.values(), state.group) : [...runs.values()];
    table.update(rows);
    all.checked = rows.length > 0 && rows.every((run) => chosen.has(run.id));
    count.textContent = [
      state.group.length ? `${format.count(rows.length)} groups of ` : "", `${format.count(runs.size)} ${runs.size === 1 ? "run" : "runs"}`,
      state.more ? (runs.size >= MOST ? ", the newest; a filter finds others" : ", reading more\u2026") : "",
    ].join("");
    drawBulk();
    if (rows.length) return table.element;
    if (filter.filter) return emptyState("No run matches", "A filter compares metrics, params, tags and attributes: ", h("code", {}, "params.epochs = '4' and metrics.testLoss < 0.3"), ". Plain words are looked for in names.");
    if (state.deleted) return emptyState("Nothing is deleted", "Deleted runs wait here until they are purged.");
    return emptyState("No runs yet", "Every job makes one: ", h("a", { href: "#/jobs/new" }, "submit a job"), ". Other programs can log here too: ", h("code", {}, "POST /api/v1/runs"), ".");
  }

  async function load(signal) {
    const query = new URLSearchParams();
    if (filter.filter) query.set("filter", filter.filter);
    if (state.deleted) query.set("deleted", "true");
    const extremes = extremesOf(state.columns);
    if (extremes.length) query.set("extremes", extremes.join(","));
    const asked = query.toString();
    let isNew = asked !== state.shown;
    try {
      await list(asked ? `/runs?${asked}` : "/runs", { limit: MOST, signal, onpage(items, more) {
        // The first page of another question replaces what is shown; the same question keeps it until its end.
        if (isNew) runs.clear();
        isNew = false;
        state.shown = asked;
        const fresh = new Set(items.map(({ id }) => id));
        if (!more) for (const id of runs.keys()) if (!fresh.has(id)) runs.delete(id);
        for (const run of items) runs.set(run.id, run);
        state.more = more;
        filter.tell(null);
        body.show();
      } });
    } catch (problem) {
      if (problem.status !== 400) throw problem;
      filter.tell(problem);
    }
  }

  function saveTable() {
    const columns = [{ label: "id", text: (run) => run.id }, nameColumn, statusColumn, ...columnsOf(state.columns)];
    const exact = (column) => (row) => (column.id && column.value ? column.value(row) : column.text(row));
    save("runs.csv", csv([columns.map((column) => column.id ?? column.label), ...table.sorted.flatMap((row) => row.runs ?? [row]).map((run) => columns.map((column) => exact(column)(run)))]));
  }

  const body = liveBody(life, holder, { what: "the runs", load, draw });
  setColumns();
  const states = new Map();
  // Thousands of rows are not sorted anew for every point of every run, nor read for every job.
  const soon = rarely(500, body.draw);
  const anew = rarely(2000, body.refresh);
  life.add(soon.cancel, anew.cancel);
  // When runs that are not in the table were last looked for: a filter may leave them out.
  const sought = new Map();
  const seek = (id) => {
    if (Date.now() - (sought.get(id) ?? 0) < SEEK) return;
    sought.set(id, Date.now());
    anew();
  };
  life.on("points", ({ runId, metrics }) => {
    const run = runs.get(runId);
    if (!run) return seek(runId);
    for (const point of metrics) if (!run.latest[point.key] || point.step >= run.latest[point.key].step) run.latest[point.key] = point;
    soon();
  });
  life.on("job", (job) => {
    const known = runs.get(job.runId);
    const changed = states.get(job.id) !== job.state;
    states.set(job.id, job.state);
    if (!known) return changed && anew();
    if (STATUS[job.state] === known.status) return;
    // A run's own state changes only with its job's.
    Object.assign(known, { status: STATUS[job.state], startedAt: job.startedAt ?? known.startedAt, endedAt: job.endedAt ?? null });
    soon();
    // Whether it is one of those asked for may change with it.
    if (filter.filter) anew();
  });
  life.every(5000, body.draw);
}

const SEEK = 30_000;
const STATUS = { running: "running", stopping: "running", queued: "scheduled", blocked: "scheduled", succeeded: "finished", failed: "failed", timed_out: "failed", canceled: "killed" };

/** A row is a group: its values, how many runs it has, and mean and deviation of each column. */
function groupColumns(keys, own, onpick) {
  return [
    {
      id: "group", label: keys.map(labelOf).join(", "), class: "grow", value: ({ values }) => values.map(numeric), text: ({ values }) => values.join(),
      // No filter finds what lacks a parameter.
      render: ({ values }) => (values.some((value) => !value) ? h("span", {}, values.map((value) => value || format.DASH).join(", ")) : h("button.link", { title: "Show the runs of this group", onclick: () => {
        onpick(conditionOf(keys, values));
      } }, values.join(", "))),
    },
    { id: "count", label: "Runs", class: "end", value: ({ runs }) => runs.length, text: ({ runs }) => format.count(runs.length) },
    ...own.filter((column) => column.id !== "created").map((column) => {
      const of = (group) => statistics(group.runs.map(column.value));
      const write = column.unit ?? ((value) => format.number(value));
      return {
        id: column.id, label: column.label, title: column.title, class: "end", value: (group) => of(group)?.mean ?? null,
        text: (group) => {
          const found = of(group);
          if (!found) return "";
          const spread = found.deviation > 0 ? ` \u00b1 ${column.unit ? write(found.deviation) : format.number(found.deviation, 2)}` : "";
          // Those that diverged are in no mean.
          const share = found.count < group.runs.length ? ` (${format.count(found.count)} of ${format.count(group.runs.length)})` : "";
          return write(found.mean) + spread + share;
        },
      };
    }),
  ];
}
