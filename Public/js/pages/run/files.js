// The run's artifacts: checkpoints, spec, log.
import { address, follow, get } from "../../api.js";
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { whenVisible } from "../../components/visibility.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";

const IMAGE = /\.(png|jpe?g|gif|webp|svg)$/i;
const TEXT = /\.(txt|log|md|csv|json|ndjson|ya?ml)$/i;
// More than this takes a page too long to lay out.
const MOST_TEXT = 1 << 18;

/** A button and the place below it where a picture or a short text is shown; nothing for other files. */
function preview(file, path, life) {
  const isImage = IMAGE.test(file.path);
  if (!isImage && !(TEXT.test(file.path) && file.bytes <= MOST_TEXT)) return [];
  const place = h("div.file-view", { hidden: true });
  const button = h(
    "button.button.button-small",
    {
      "aria-expanded": "false",
      "aria-label": `Show ${file.path}`,
      onclick: () => {
        place.hidden = !place.hidden;
        button.setAttribute("aria-expanded", !place.hidden);
        if (!place.hasChildNodes()) fill();
      },
    },
    "Show",
  );
  function fill() {
    if (isImage) {
      place.append(h("img", { alt: file.path, src: address(path) }));
      return;
    }
    const text = place.appendChild(h("pre", { tabIndex: 0, "aria-label": file.path }));
    follow(path, (piece) => text.append(piece), life.signal).catch(
      (problem) => life.over || text.append(problem.message),
    );
  }
  return [button, place];
}

export function files(context) {
  const base = `/runs/${context.run.id}/artifacts`;
  const body = h("div.panel");
  const element = section("Files", {}, body);
  let rows = new Map();
  async function load() {
    const list = await get(base, context.life.signal).then(
      (page) => page.items,
      () => null,
    );
    if (context.life.over) return;
    // What another program logs has no files, unless it sends some.
    element.hidden = !context.job && !list?.length;
    context.refresh();
    if (!list?.length) {
      body.replaceChildren(
        list
          ? emptyState(
              "No files yet",
              "Checkpoints are kept every few hundred steps and at the end.",
            )
          : emptyState(
              "The files cannot be listed",
              "The service did not answer; the list is read again when the run changes.",
            ),
      );
      return;
    }
    rows = new Map(list.map((file) => [`${file.path} ${file.sha256}`, row(file)]));
    body.replaceChildren(...rows.values());
  }
  function row(file) {
    // One that is open and the same stays so.
    const old = rows.get(`${file.path} ${file.sha256}`);
    if (old?.querySelector("[aria-expanded=true]")) return old;
    const path = `${base}/${file.path.split("/").map(encodeURIComponent).join("/")}`;
    const [button, place] = preview(file, path, context.life);
    return h(
      "div.file",
      {},
      h("a", { href: address(path), download: file.path.split("/").pop() }, file.path),
      button,
      h("span", {}, format.bytes(file.bytes)),
      h("span", { title: format.moment(file.createdAt) }, format.ago(file.createdAt)),
      h("span.mono", { title: `SHA-256 ${file.sha256}` }, (file.sha256 ?? "").slice(0, 12)),
      place,
    );
  }
  const seen = whenVisible(element, context.life, load);
  if (!context.job) {
    element.hidden = true;
    load();
  }
  return { element, epochEnded: () => (seen.now || element.hidden) && load() };
}
