// Asks for a token over the page, so that what was typed there is still there afterwards.
import { logIn } from "../api.js";
import { h } from "../dom.js";

let dialog = null;
let isDeclined = false;

/** Opens the question, unless it was closed without an answer: then only for what a person does. */
export function askLogin(isAct) {
  if (isAct || !isDeclined) openLogin();
}

/** Opens the question unless it is open. */
export function openLogin() {
  if (dialog) return;
  const token = h("input.field", {
    type: "password",
    name: "token",
    required: true,
    autocomplete: "current-password",
    "aria-describedby": "login-hint",
  });
  const problem = h("p.field-error", { role: "alert" });
  const submit = h("button.button.button-main", { type: "submit" }, "Log in");
  const form = h(
    "form.login",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        submit.disabled = true;
        problem.textContent = "";
        try {
          await logIn(token.value.trim());
          isDeclined = false;
          dialog.close();
        } catch (error) {
          problem.textContent =
            error.status === 401 ? "The service does not know this token." : error.message;
          token.select();
        } finally {
          submit.disabled = false;
        }
      },
    },
    h("h2", { id: "login-title" }, "Log in"),
    h(
      "p.muted",
      { id: "login-hint" },
      "This service wants a token. Make one on its machine with ",
      h("code", {}, "staircase token create --role read"),
      ".",
    ),
    h("label", {}, "Token", token),
    problem,
    submit,
  );
  dialog = h(
    "dialog.dialog",
    {
      "aria-labelledby": "login-title",
      oncancel: () => (isDeclined = true),
      onclose: () => {
        dialog.remove();
        dialog = null;
      },
    },
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
}
