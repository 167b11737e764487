/** The dialog that adds a person, and so a phone, to the sandbox. */

import { addPerson } from "./api.js";
import { button, element } from "./dom.js";

const LANGUAGES = ["ar", "de", "en", "es", "fr", "it", "ru"];

/** The name of a language in English. */
export function languageName(code) {
  return new Intl.DisplayNames("en", { type: "language" }).of(code);
}

/** Ask who the person is and add them. */
export function askNewcomer() {
  const name = element("input", { name: "name", required: true, maxlength: "64", dir: "auto", autocomplete: "off" });
  const label = element("input", { name: "label", maxlength: "64", dir: "auto", autocomplete: "off",
    placeholder: "Young person" });
  const language = element("select", { name: "language" },
    ...LANGUAGES.map((code) => element("option", { value: code, selected: code === "en" }, languageName(code))));
  const problem = element("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await addPerson({ name: name.value.trim(), language: language.value, label: label.value.trim() });
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  const form = element("form", { on: { submit } },
    element("h2", {}, "New person"),
    element("label", {}, "First name", name),
    element("label", {}, "Label above the phone", label),
    element("label", {}, "Language of their Telegram", language),
    problem,
    element("div", { class: "choices" },
      button({ class: "plain", on: { click: () => dialog.close() } }, "Cancel"),
      element("button", { type: "submit", class: "primary" }, "Add")));
  const on = { close: () => dialog.remove() };
  const dialog = element("dialog", { class: "newcomer", "aria-label": "New person", on }, form);
  document.body.append(dialog);
  dialog.showModal();
}
