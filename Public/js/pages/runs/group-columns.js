// The columns of a table whose rows are groups of runs: their values, how many runs each has, and
// mean and deviation of each column.
import { h } from "../../dom.js";
import * as format from "../../format.js";
import { conditionOf, labelOf, statistics } from "../../models/groups.js";
import { numeric } from "../../models/order.js";

/** `own`: the columns of runs; `onpick(condition)`: the filter that finds the runs of a group. */
export const groupColumns = (keys, own, onpick) => [
  {
    id: "group",
    label: keys.map(labelOf).join(", "),
    class: "grow",
    value: ({ values }) => values.map(numeric),
    text: ({ values }) => values.join(),
    // No filter finds what lacks a parameter.
    render: (group) =>
      group.values.some((value) => !value)
        ? h("span", {}, group.values.map((value) => value || format.DASH).join(", "))
        : h(
            "button.link",
            {
              title: "Show the runs of this group",
              onclick: () => {
                onpick(conditionOf(keys, group));
              },
            },
            group.values.join(", "),
          ),
  },
  {
    id: "count",
    label: "Runs",
    class: "end",
    value: ({ runs }) => runs.length,
    text: ({ runs }) => format.count(runs.length),
  },
  ...own.filter((column) => column.id !== "created").map(meanOf),
];

function meanOf(column) {
  const of = (group) => statistics(group.runs.map(column.value));
  const write = column.unit ?? ((value) => format.number(value));
  return {
    id: column.id,
    label: column.label,
    title: column.title,
    class: "end",
    value: (group) => of(group)?.mean ?? null,
    text: (group) => {
      const found = of(group);
      if (!found) return "";
      const spread =
        found.deviation > 0
          ? ` \u00b1 ${column.unit ? write(found.deviation) : format.number(found.deviation, 2)}`
          : "";
      // Those that diverged are in no mean.
      const share =
        found.count < group.runs.length
          ? ` (${format.count(found.count)} of ${format.count(group.runs.length)})`
          : "";
      return write(found.mean) + spread + share;
    },
  };
}
