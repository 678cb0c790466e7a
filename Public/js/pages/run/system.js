// What the run took of its machine: images a second, memory, and who trained it.
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { h } from "../../dom.js";
import { figuresOf, isSystem } from "../../models/metric-names.js";
import { MetricFigures } from "./metric-figures.js";

export function system(context) {
  const figures = new MetricFigures(context, { link: context.steps, x: ({ step }) => step });
  const who = h("p");
  const body = h("div");
  let shown = null;
  const element = section("System", { note: who }, body);
  return {
    element,
    update() {
      const keys = [...context.data.latest.keys()].filter(isSystem).sort();
      // Another program need not measure any of this.
      element.hidden = !context.job && !keys.length;
      const attempts = context.job?.attempts ?? [];
      who.textContent = attempts.length
        ? `Trained by ${[...new Set(attempts.map((attempt) => attempt.worker))].join(", ")}.`
        : "";
      if (keys.join() !== shown) {
        shown = keys.join();
        body.replaceChildren(
          keys.length
            ? h(
                "div.figures.figures-3",
                {},
                figuresOf(keys).map(([figure, own]) => figures.chart(figure, own, "short").element),
              )
            : emptyState(
                "Nothing measured yet",
                "Images per second and memory are recorded with the metrics.",
              ),
        );
      }
      figures.update();
    },
  };
}
