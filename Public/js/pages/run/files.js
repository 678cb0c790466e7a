// The run's artifacts: checkpoints, spec, log.
import { address, get } from "../../api.js";
import { section } from "../../components/section.js";
import { emptyState } from "../../components/states.js";
import { whenVisible } from "../../components/visibility.js";
import { h } from "../../dom.js";
import * as format from "../../format.js";

export function files(context) {
  const base = `/runs/${context.run.id}/artifacts`;
  const body = h("div.panel");
  const element = section("Files", {}, body);
  async function load() {
    const list = await get(base).then(
      (page) => page.items,
      () => null,
    );
    // What another program logs has no files, unless it sends some.
    element.hidden = !context.job && !list?.length;
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
    body.replaceChildren(
      ...list.map((file) =>
        h(
          "div.file",
          {},
          h(
            "a",
            {
              href: address(`${base}/${file.path.split("/").map(encodeURIComponent).join("/")}`),
              download: file.path.split("/").pop(),
            },
            file.path,
          ),
          h("span", {}, format.bytes(file.bytes)),
          h("span", { title: format.moment(file.createdAt) }, format.ago(file.createdAt)),
          h("span.mono", { title: `SHA-256 ${file.sha256}` }, (file.sha256 ?? "").slice(0, 12)),
        ),
      ),
    );
  }
  const seen = whenVisible(element, context.life, load);
  if (!context.job) {
    element.hidden = true;
    load();
  }
  return { element, epochEnded: () => (seen.now || element.hidden) && load() };
}
