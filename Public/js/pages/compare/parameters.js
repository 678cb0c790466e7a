// What the compared runs were told: the parameters that differ, or all.
import { check } from "../../components/controls.js";
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { isVoid } from "../../models/parameters.js";
import { setView, view } from "../../router.js";
import { differing, namesOf } from "./differences.js";

export function parameters({ items }) {
  let all = view("all") === "1";
  const body = h("div.table-wrap.sticky-first", {
    tabIndex: 0,
    role: "region",
    "aria-label": "Table of parameters",
  });
  const draw = () => {
    const told = (run, name) => (isVoid(run, name) ? undefined : run.parameters[name]);
    const rows = (all ? namesOf : differing)(items).map((name) => [
      name,
      items.map(({ run }) => told(run, name) ?? format.DASH),
    ]);
    body.replaceChildren(
      rows.length
        ? h(
            "table.table",
            { "aria-label": "Parameters" },
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                h("th", { scope: "col" }, "Parameter"),
                items.map(({ name }) =>
                  h("th", { scope: "col", title: name }, format.middle(name, 28)),
                ),
              ),
            ),
            h(
              "tbody",
              {},
              rows.map(([name, values]) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, name),
                  values.map((value) => h("td.mono", { title: value }, value)),
                ),
              ),
            ),
          )
        : emptyState("All parameters are equal", "Show the equal ones with the box above."),
    );
  };
  draw();
  const tools = check("Equal ones too", all, (on) => {
    all = on;
    setView({ all: on ? "1" : null });
    draw();
  });
  return { element: section("Parameters", { tools }, body) };
}
