// Which layers need a look, and why: said at the top of a run, since it is what one opens it for.
import { icon } from "../../components/icon.js";
import { h } from "../../dom.js";
import { attentionOf } from "../../models/attention.js";

// More names than this are a wall of text; the table of layers marks them all.
const MOST = 8;

export function attention(context) {
  let told = "[]";
  const element = h("div.attention", { hidden: true, role: "status" });
  const button = ({ layer, text }) =>
    h(
      "button.link",
      { title: text, onclick: () => context.layer === layer || context.pick(layer) },
      layer,
    );
  const list = ({ name, layers }) => [
    h("dt", {}, name),
    // Of one layer there is room for what is wrong with it.
    h(
      "dd",
      {},
      layers.slice(0, MOST).map(button),
      layers.length === 1 && h("span.muted", {}, layers[0].text),
      layers.length > MOST &&
        h("span.muted", {}, `and ${layers.length - MOST} more, marked in the table of layers`),
    ),
  ];
  return {
    element,
    update() {
      const ills = attentionOf(context.data.stepSizes.layers());
      const mark = JSON.stringify(ills);
      if (mark === told) return;
      told = mark;
      const count = new Set(ills.flatMap(({ layers }) => layers.map(({ layer }) => layer))).size;
      element.hidden = !count;
      element.replaceChildren(
        h(
          "p",
          {},
          icon("warning"),
          h("b", {}, count === 1 ? "1 layer needs attention" : `${count} layers need attention`),
        ),
        h("dl", {}, ills.map(list)),
      );
    },
  };
}
