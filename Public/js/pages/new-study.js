// Makes a study that is a grid over fields of a spec, written as JSON.
import { post } from "../api.js";
import { JSONEditor } from "../components/json-editor.js";
import { h } from "../dom.js";
import { draftOf } from "../models/draft.js";
import { go } from "../router.js";

/** Two rates, each with two seeds, from a float32 network that is trained first. */
const EXAMPLE = `{
  "name": "rates",
  "seeds": [1, 2],
  "job": {
    "dataset": { "name": "fashion-mnist" },
    "model": { "name": "resnet8" },
    "epochs": 2,
    "quantizer": { "weightBits": 2, "activationBits": 2 }
  },
  "baseline": {
    "quantizer": { "method": "none" },
    "optimizer": { "learningRate": 0.1 }
  },
  "grid": {
    "optimizer.learningRate": [0.1, 0.01]
  }
}`;

const code = (word) => h("code", {}, word);

export function open(root, life) {
  document.title = "New grid \u00b7 Staircase";
  const draft = draftOf("study");
  const told = h("div.errors", { role: "alert", hidden: true });
  const submit = h(
    "button.button.button-main",
    { type: "submit", dataset: { writes: "" } },
    "Submit",
  );
  const tell = (errors, title) => {
    told.hidden = !errors.length;
    told.replaceChildren(
      ...(title ? [h("h3", {}, title)] : []),
      ...errors.map((error) => editor.wordsOf(error)),
    );
  };
  const editor = new JSONEditor("The study", () => {
    const { error } = editor.parse();
    submit.disabled = Boolean(error);
    tell(error ? [{ pointer: "", detail: `This is not valid JSON yet: ${error}` }] : []);
    draft.write(editor.text);
  });
  const send = async () => {
    if (submit.disabled) return;
    submit.disabled = true;
    try {
      const study = await post("/studies", editor.text);
      draft.remove();
      if (!life.over) go(`studies/${study.id}`);
    } catch (problem) {
      const errors = problem.errors ?? [];
      editor.mark(errors);
      tell(
        errors.length ? errors : [{ pointer: "", detail: problem.message }],
        "The service did not take this study",
      );
    } finally {
      submit.disabled = false;
    }
  };
  root.append(
    h(
      "div.page-head",
      {},
      h("p.crumb", {}, h("a", { href: "#/studies" }, "Studies")),
      h("h1", {}, "New grid"),
      h(
        "p.muted",
        {},
        "A job for each combination of the values in ",
        code("grid"),
        ", and each of ",
        code("seeds"),
        "; ",
        code("job"),
        " is what their specs share. ",
        code("baseline"),
        ", which may be left out, says what is different in a job that is trained first, and whose weights the others start from.",
      ),
    ),
    h(
      "form.submit",
      {
        noValidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          send();
        },
        onkeydown: (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send(),
      },
      editor.element,
      h("div.submit-bar", {}, told, submit),
    ),
  );
  editor.text = draft.read() ?? EXAMPLE;
}
