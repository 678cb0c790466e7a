// A part of a page under a heading.
import { h } from "../dom.js";

/** `note` and `tools` stand beside the heading. */
export const section = (title, { note, tools } = {}, ...content) =>
  h(
    "section.section",
    {},
    h("div.section-head", {}, h("h2", {}, title), note, tools && h("div.tools", {}, tools)),
    ...content,
  );
