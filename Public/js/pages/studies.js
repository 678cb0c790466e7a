// Studies: sets of jobs that answer one question; the experiments of the LSQ paper as recipes.
import { get, list, post } from "../api.js";
import { agoColumn, nameLink } from "../components/cells.js";
import { attempt } from "../components/controls.js";
import { liveBody } from "../components/live-body.js";
import { badge, barOf } from "../components/progress.js";
import { emptyState } from "../components/states.js";
import { Table } from "../components/table.js";
import { h, rarely, setText } from "../dom.js";
import { go } from "../router.js";

const SEEDS = [1, 2, 3, 5];

export function open(root, life) {
  document.title = "Studies \u00b7 Staircase";
  let studies = [];
  const table = new Table(life, columns, { label: "Studies" });
  const holder = h("div");
  const start = starter(life);
  root.append(
    h(
      "div.page-head",
      {},
      h("h1", {}, "Studies"),
      h("p.muted", {}, "An experiment of the paper, or a grid over any field, as one set of jobs."),
      h(
        "div.actions",
        {},
        start.form,
        h("a.button", { href: "#/studies/new", dataset: { writes: "" } }, "New grid"),
      ),
      start.hint,
    ),
    holder,
  );
  const body = liveBody(life, holder, {
    what: "the studies",
    async load(signal) {
      studies = await list("/studies", { signal });
    },
    draw() {
      table.update(studies);
      return studies.length
        ? table.element
        : emptyState(
            "No studies yet",
            h(
              "span",
              { dataset: { writes: "" } },
              "Start a recipe or a grid above, with ",
              h("code", {}, "staircase study bits"),
              " or with curl: ",
              h("code", {}, "POST /api/v1/studies"),
              ".",
            ),
          );
    },
  });
  // A study is the sum of its jobs, which the service makes.
  const soon = rarely(500, body.refresh);
  const states = new Map();
  life.on("job", (job) => {
    // Most events only tell how far a job is.
    if (!job.study || states.get(job.id) === job.state) return;
    states.set(job.id, job.state);
    soon();
  });
  life.add(soon.cancel);
}

/** Chooses a recipe, its scale and the number of seeds, says what comes of it, and submits it. */
function starter(life) {
  const choose = (label) => h("select.field", { "aria-label": label });
  const [recipe, scale, seeds] = ["Recipe", "Scale", "Seeds"].map(choose);
  offer(seeds, SEEDS, (count) => (count === 1 ? "1 seed" : `${count} seeds`));
  const start = h("button.button.button-main", { type: "submit" }, "Start");
  const hint = h("p.muted.starter-hint", { role: "status", dataset: { writes: "" } });
  const submit = async (event) => {
    event.preventDefault();
    start.disabled = true;
    const request = {
      recipe: recipe.value,
      scale: scale.value,
      seeds: Array.from({ length: Number(seeds.value) }, (_, i) => i + 1),
    };
    const study = await attempt(() => post("/studies", JSON.stringify(request)));
    start.disabled = false;
    if (study && !life.over) go(`studies/${study.id}`);
  };
  const form = h(
    "form.starter",
    { dataset: { writes: "" }, hidden: true, onsubmit: submit },
    recipe,
    scale,
    seeds,
    start,
  );
  const show = ({ items }) => {
    offer(
      recipe,
      items.map((item) => item.recipe),
    );
    offer(
      scale,
      items[0].sizes.map((size) => size.scale),
    );
    const tell = () => {
      const { summary, claim, sizes } = items.find((item) => item.recipe === recipe.value);
      const count = sizes.find((size) => size.scale === scale.value).jobs * Number(seeds.value);
      setText(start, `Start ${count} ${count === 1 ? "job" : "jobs"}`);
      setText(
        hint,
        `${summary.charAt(0).toUpperCase()}${summary.slice(1)}. The paper, on ImageNet: ${claim}.`,
      );
    };
    form.addEventListener("change", tell);
    tell();
    form.hidden = false;
  };
  // Without recipes there is nothing to start: they come after a login, or once the service is back.
  const ask = () => {
    const isNew = (found) => form.hidden && show(found);
    if (form.hidden) get("/recipes", life.signal).then(isNew, () => {});
  };
  ask();
  life.on("resync", ask);
  return { form, hint };
}

const offer = (select, values, label = String) =>
  select.append(...values.map((value) => h("option", { value }, label(value))));

const total = (study) => Object.values(study.jobs).reduce((sum, count) => sum + count, 0);
const ended = (study) =>
  (study.jobs.succeeded ?? 0) +
  (study.jobs.failed ?? 0) +
  (study.jobs.canceled ?? 0) +
  (study.jobs.timed_out ?? 0);

/** A study as a progress bar sees a job. */
export const asJob = (study) => ({
  name: study.name,
  state: study.state,
  progress: { step: ended(study), steps: total(study) },
});

export const kindOf = (study) => (study.recipe ? `${study.recipe}, ${study.scale}` : "grid");

const columns = [
  {
    id: "name",
    label: "Study",
    class: "grow",
    value: (study) => study.name,
    text: (study) => study.name,
    render: (study) => [
      nameLink(`#/studies/${study.id}`, study.name),
      h("span.sub", { title: study.claim ?? "" }, kindOf(study)),
    ],
  },
  {
    id: "state",
    label: "State",
    class: "corner",
    value: (study) => study.state,
    text: (study) => study.state,
    render: (study) => badge(study.state),
  },
  {
    id: "progress",
    label: "Jobs ended",
    class: "wide",
    value: (study) => ended(study) / total(study),
    text: (study) => [study.state, ended(study)].join(),
    render: (study, cell) => barOf(cell, asJob(study)),
  },
  {
    id: "jobs",
    label: "Jobs",
    class: "end",
    value: total,
    text: (study) => `${ended(study)} / ${total(study)}`,
  },
  agoColumn("created", "Made", (study) => study.createdAt),
];
