// Whether the training diverged, which layers need a look, and why: said at the top of a run, since
// it is what one opens it for.
import { icon } from "../../components/icon.js";
import { h, setText } from "../../dom.js";
import * as format from "../../format.js";
import { attentionOf, divergence } from "../../models/attention.js";

// More names than this are a wall of text; the table of layers marks them all.
const MOST = 8;

export function attention(context) {
  let told = "[null,[]]";
  let ills = [];
  const head = h("p", { role: "status" });
  const list = h("dl");
  const element = h("div.attention", { hidden: true }, head, list);
  const point = () => {
    for (const ill of ills) ill.point();
  };
  context.pickers.add(point);
  return {
    element,
    update() {
      const loss = lossOf(context);
      const found = attentionOf(context.data.stepSizes.layers());
      const mark = JSON.stringify([loss, found]);
      if (mark === told) return;
      told = mark;
      const count = new Set(found.flatMap(({ layers }) => layers.map(({ layer }) => layer))).size;
      element.hidden = !count && !loss;
      head.replaceChildren(icon("warning"), h("b", {}, headOf(loss, count)));
      ills = found.map((ill) => illOf(context, ill));
      list.replaceChildren(
        ...(loss ? [h("dt", {}, "Training loss"), h("dd", {}, h("span.muted", {}, loss))] : []),
        ...ills.flatMap(({ nodes }) => nodes),
      );
      point();
    },
  };
}

function headOf(loss, count) {
  const layers = count === 1 ? "1 layer needs attention" : `${count} layers need attention`;
  return [loss && "The training diverged", count && layers].filter(Boolean).join(", ");
}

/** How the loss of training went astray, or null. */
function lossOf({ job, data }) {
  // A job ends then, what another program trains may go on.
  const last = data.last("trainLoss");
  if (last !== null && !Number.isFinite(last)) return `is ${format.number(last)}`;
  const columns = job && data.metrics.columns.get("trainLoss");
  const rise = columns && divergence(columns, job.spec.model.classes);
  if (!rise) return null;
  const [from, to] = [rise.start, rise.peak].map((value) => format.number(value, 3));
  const rate = format.number(job.spec.optimizer.learningRate);
  return `rose from ${from} to ${to} at step ${format.count(rise.step)}: a learning rate of ${rate} may be too high`;
}

/** An ill with its layers, {nodes, point()}: what is wrong is said of the only one and of the picked one. */
function illOf(context, { name, layers }) {
  const why = h("span.muted");
  const buttons = layers
    .slice(0, MOST)
    .map(({ layer, text }) =>
      h(
        "button.link",
        { title: text, onclick: () => context.layer === layer || context.pick(layer) },
        layer,
      ),
    );
  const more =
    layers.length > MOST &&
    h("span.muted", {}, `and ${layers.length - MOST} more, marked in the table of layers`);
  return {
    nodes: [h("dt", {}, name), h("dd", {}, buttons, more, why)],
    point() {
      const picked = layers.find(({ layer }) => layer === context.layer);
      for (const [index, button] of buttons.entries())
        button.setAttribute("aria-pressed", layers[index] === picked);
      setText(why, (layers.length === 1 ? layers[0] : picked)?.text ?? "");
    },
  };
}
