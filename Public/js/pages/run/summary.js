// The run in one row of figures.
import { whenVisible } from "../../components/visibility.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { bestOf } from "../../models/best.js";
import { isWaiting, secondsOf, stepOf } from "../../models/job-state.js";
import { secondsOfRun } from "../../models/run-state.js";
import { bitsText } from "../runs/columns.js";
import { attention } from "./attention.js";
import { originOf } from "./origin.js";

export function summary(context) {
  const cells = factsOf(context).map(([name, value, unit]) => {
    const text = h("span");
    const small = h("span.unit");
    const element = h(
      "div.fact",
      {},
      h("dt", {}, name),
      h("dd", { dataset: { fact: name } }, text, unit && small),
    );
    return { value, unit, text, small, element };
  });
  const loss = lossFact(context);
  const warning = attention(context);
  const [first, ...others] = cells.map((cell) => cell.element);
  const element = h(
    "section.section.summary",
    {},
    h("h2.hidden", {}, "Summary"),
    h("dl.facts", {}, first, loss.element, others),
    warning.element,
  );
  const update = () => {
    for (const cell of cells) {
      const text = cell.value();
      cell.element.hidden = text === null;
      setText(cell.text, text ?? "");
      if (cell.unit) setText(cell.small, cell.unit());
    }
    loss.update();
  };
  context.life.every(1000, update);
  // What needs attention is said here, however far below its figures are.
  const { metrics, stepSizes } = context.data;
  const needLoss = () => context.job && metrics.need(["trainLoss"]);
  const seen = whenVisible(element, context.life, () => {
    if (stepSizes.quantizers.size) stepSizes.need();
    needLoss();
  });
  return {
    element,
    update: () => {
      if (seen.now) needLoss();
      update();
      warning.update();
    },
    epochEnded: loss.again,
  };
}

/** [name, value(), unit()]; a value is null where a run of another program does not know it. */
function factsOf(context) {
  const { data } = context;
  const last = (key) => data.last(key);
  const progress = () => context.job?.progress;
  const speed = () =>
    context.job && isWaiting(context.job)
      ? null
      : (last("meanImagesPerSecond") ?? progress()?.imagesPerSecond ?? last("imagesPerSecond"));
  // Only a job tells how long it waited between its attempts.
  const seconds = () => (context.job ? secondsOf(context.job) : secondsOfRun(context.run));
  const ours = (value, write) => (value === null && !context.job ? null : write(value));
  return [
    ["Test accuracy", () => ours(last("testAccuracy"), (value) => format.percent(value, 2))],
    [
      "Best",
      () =>
        ours(last("bestTestAccuracy") ?? bestOf(context.run), (value) => format.percent(value, 2)),
    ],
    ["Test loss", () => ours(last("testLoss"), (value) => format.aligned(value))],
    ["Train loss", () => ours(last("trainLoss"), (value) => format.aligned(value))],
    ["Bits (w / a)", () => bitsText(context.run) || null],
    [
      "Step",
      () => format.count(progress() ? stepOf(context.job) : lastStep(data)),
      () => (progress() ? `of ${format.count(progress().steps)}` : ""),
    ],
    ["Images / s", () => ours(speed(), format.count)],
    ["Model", () => (last("modelBytes") === null ? null : format.bytes(last("modelBytes"), 1))],
    ["Time", () => (context.run.endedAt ? format.seconds : format.duration)(seconds())],
    [
      "Time left",
      () => (context.job?.state === "running" ? format.duration(progress()?.etaSeconds) : null),
    ],
  ];
}

/** What the bits cost: the accuracy against that of the run whose weights this one began with. */
function lossFact({ run, data, life }) {
  const name = h("dt");
  const link = h("a");
  const element = h(
    "div.fact",
    { hidden: true },
    name,
    h("dd", { dataset: { fact: "Against its start" } }, link),
  );
  let start = null;
  const read = async () => {
    start = (await originOf(run, life.signal)) ?? start;
    if (!start || life.over) return;
    const isFloat = start.parameters["quantizer.method"] === "none";
    setText(name, isFloat ? "To float32" : "To its start");
    link.href = `#/compare?runs=${run.id},${start.id}`;
    link.title = `Compare with ${start.name}: ${format.percent(start.latest.testAccuracy?.value, 2)}`;
    update();
  };
  const update = () => {
    const [own, other] = [
      data.last("testAccuracy"),
      format.real(start?.latest.testAccuracy?.value),
    ];
    element.hidden = own === null || other === null;
    if (!element.hidden) setText(link, format.points(own - other));
  };
  read();
  // A run that waits for the end of its start is opened before that.
  return { element, update, again: () => start && !start.endedAt && read() };
}

const lastStep = (data) => Math.max(0, ...[...data.latest.values()].map(({ step }) => step));
