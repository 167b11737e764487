/** What a phone tells its person over the chat: a toast that goes away, an alert and a question to answer. */

import { button, element } from "./dom.js";

const TOAST_MS = 4000;

export class Notices {
  /** @param {HTMLElement} screen what can't be used while a dialog is open */
  constructor(screen) {
    this.screen = screen;
    this.toasts = element("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.element = element("div", { class: "notices" }, this.toasts);
  }

  toast(text, isError = false) {
    const note = element("div", { class: isError ? "toast error" : "toast", dir: "auto" }, text);
    this.toasts.replaceChildren(note);
    setTimeout(() => note.remove(), TOAST_MS);
  }

  alert(text) {
    const ok = button({ class: "primary", on: { click: () => close() } }, "OK");
    const close = this.#open("alertdialog", text, element("p", { dir: "auto" }, text), ok);
  }

  /**
   * Ask for one line of text.
   * @param {string} question
   * @param {(answer: string) => void} answered not called when the question is dismissed
   */
  ask(question, answered) {
    const field = element("input", { type: "text", "aria-label": question, dir: "auto", autocomplete: "off" });
    const form = element("form", { on: { submit: (event) => {
      event.preventDefault();
      close();
      if (field.value.trim()) answered(field.value.trim());
    } } }, element("p", {}, question), field, element("div", { class: "choices" },
      button({ class: "plain", on: { click: () => close() } }, "Cancel"),
      element("button", { class: "primary", type: "submit" }, "OK")));
    const close = this.#open("dialog", question, form);
    field.focus();
  }

  #open(role, label, ...content) {
    const before = document.activeElement;
    const dialog = element("div", { class: "dialog", role, "aria-modal": "true", "aria-label": label }, ...content);
    const cover = element("div", { class: "cover" }, dialog);
    const close = () => {
      cover.remove();
      this.screen.inert = this.element.querySelector(".cover") !== null;
      if (before?.isConnected) before.focus();
    };
    cover.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.screen.inert = true;
    this.element.append(cover);
    dialog.querySelector("button")?.focus();
    return close;
  }
}
