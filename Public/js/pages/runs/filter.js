// The field that filters runs, in MLflow's grammar; plain words find names.
import { h } from "../../dom.js";
import { quoted } from "../../models/filter-value.js";
import { setView, view } from "../../router.js";

// What a comparison begins with: a kind and a dot, or an attribute and how it is compared.
const KIND = /^\s*(metrics?|param(eter)?s?|tags?|attr(ibutes?)?|run)\./i;
const ATTRIBUTE =
  /^\s*(id|name|status|experiment|study|job_?id|(run|job)_(id|name)|(created|started|ended)(_?at)?|(start|end)_time)\s*([=<>!]|(not|i?like|in|is)\b)/i;
const ORDER = /^\s*order\s+by\b/i;
const ORDERED = /\border\s+by\b/i;
const QUOTED = /'[^']*'|"[^"]*"|`[^`]*`/g;
// One of a field without its kind: the service says what it lacks.
const BARE = /^\s*[\w.]+\s+(!?=|[<>]=?)\s/;
const WAIT = 250;

/** What the service is asked: the text itself, or that the names hold each of its words. */
function filterOf(text) {
  const plain = text.trim();
  if (!plain || [KIND, ATTRIBUTE, ORDER, BARE].some((form) => form.test(plain))) return plain;
  return plain
    .split(/\s+/)
    .map((word) => `name ILIKE ${quoted(`%${word}%`)}`)
    .join(" AND ");
}

/** `onchange(filter)` is called a moment after the last key. */
export function filterField(life, onchange) {
  let timer = 0;
  const hint = h("p.field-error", { id: "filter-hint", role: "status" });
  const input = h("input.field.search.filter", {
    type: "search",
    value: view("filter", ""),
    placeholder: `words of a name, or metrics.testAccuracy > 0.9 and params."quantizer.weightBits" = '3'`,
    "aria-label": "Filter runs",
    "aria-describedby": "filter-hint",
    spellcheck: false,
    autocapitalize: "off",
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(change, WAIT);
    },
  });
  const change = () => {
    setView({ filter: input.value });
    onchange(filterOf(input.value));
  };
  life.add(() => clearTimeout(timer));
  const tell = (problem) => {
    const error = problem?.errors?.[0];
    input.setAttribute("aria-invalid", Boolean(problem));
    hint.replaceChildren(...(problem ? [error?.detail ?? problem.message] : []));
  };
  return {
    input,
    hint,
    tell,
    get filter() {
      return filterOf(input.value);
    },
    /** Whether it says in which order the runs come. */
    get isOrdered() {
      return ORDERED.test(filterOf(input.value).replace(QUOTED, ""));
    },
    /** Whether the service could not read it. */
    get isWrong() {
      return hint.hasChildNodes();
    },
    set(text) {
      input.value = text;
      change();
    },
  };
}
