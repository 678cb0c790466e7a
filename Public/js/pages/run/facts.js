// The run in one row of figures.
import { stepOf } from "../../components/progress.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { bestOf } from "../../models/best.js";

export function facts(context) {
  const last = (key) => context.data.last(key);
  // A job will have it; another program may not know it.
  const ours = (value, write) => (value === null && !context.job ? null : write(value));
  const best = () => last("bestTestAccuracy") ?? bestOf(context.run);
  const rows = [
    ["Test accuracy", () => ours(last("testAccuracy"), (value) => format.percent(value, 2))],
    ["Best", () => ours(best(), (value) => format.percent(value, 2))],
    ["Test loss", () => ours(last("testLoss"), (value) => format.number(value))],
    ["Train loss", () => ours(last("trainLoss"), (value) => format.number(value))],
    ["Bits (w / a)", () => bits(context)],
    ["Step", () => (context.job?.progress ? format.count(stepOf(context.job)) : format.count(lastStep(context.data))), () => (context.job?.progress ? `of ${format.count(context.job.progress.steps)}` : "")],
    ["Images per second", () => ours(last("meanImagesPerSecond") ?? context.job?.progress?.imagesPerSecond ?? last("imagesPerSecond"), format.count)],
    ["Model", () => (last("modelBytes") === null ? null : format.bytes(last("modelBytes"), 1))],
    ["Time", () => (context.run.endedAt ? format.seconds : format.duration)(format.between(context.run.startedAt, context.run.endedAt))],
    ["Time left", () => (context.job?.state === "running" ? format.duration(context.job.progress?.etaSeconds) : null)],
  ];
  const cells = rows.map(([name, value, unit]) => {
    const text = h("span");
    const small = h("span.unit");
    return { value, unit, text, small, element: h("div.fact", {}, h("dt", {}, name), h("dd", { dataset: { fact: name } }, text, unit && small)) };
  });
  const element = h("section.section.summary", {}, h("h2.hidden", {}, "Summary"), h("dl.facts", {}, cells.map((cell) => cell.element)));
  const update = () => {
    for (const cell of cells) {
      const text = cell.value();
      cell.element.hidden = text === null;
      setText(cell.text, text ?? "");
      if (cell.unit) setText(cell.small, cell.unit());
    }
  };
  context.life.every(1000, update);
  return { element, update };
}

function bits({ job, run }) {
  const quantizer = job?.spec.quantizer;
  if (quantizer) return quantizer.method === "none" ? "32 / 32" : `${quantizer.weightBits} / ${quantizer.activationBits}`;
  const [w, a] = ["quantizer.weightBits", "quantizer.activationBits"].map((key) => run.parameters[key]);
  return w ? `${w} / ${a}` : null;
}

const lastStep = (data) => Math.max(0, ...[...data.latest.values()].map(({ step }) => step));
