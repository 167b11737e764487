/** A small menu that opens at the edge of a phone's screen. */

import { button, element } from "./dom.js";

export class Menu {
  /** @param {string} place class that says where it stands */
  constructor(place, label) {
    this.element = element("div", { class: `menu ${place}`, role: "menu", "aria-label": label, hidden: true,
      on: {
        keydown: (event) => this.#move(event),
        focusout: (event) => this.#left(event),
        mousedown: (event) => event.preventDefault(), // keeps the focus where it is until the click
      } });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /**
   * @param {{sign?: string, title: string, detail?: string, chosen: () => void}[]} items
   * @param {HTMLElement} opener gets the focus back
   * @param {boolean} takesFocus false while the person goes on typing
   */
  open(items, opener, takesFocus = true) {
    this.opener = opener;
    this.element.replaceChildren(...items.map((item) => this.#item(item)));
    this.element.hidden = items.length === 0;
    if (takesFocus) this.focusFirst();
  }

  toggle(items, opener) {
    if (this.isOpen) this.close();
    else this.open(items, opener);
  }

  focusFirst() {
    this.element.firstElementChild?.focus();
  }

  close() {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus) this.opener?.focus();
  }

  #item({ sign, title, detail, chosen }) {
    const choose = () => {
      this.close();
      chosen();
    };
    return button({ class: "menu-item", role: "menuitem", tabindex: "-1", on: { click: choose } },
      sign ? element("span", { class: "menu-sign", "aria-hidden": "true" }, sign) : null,
      element("span", { class: "menu-title", dir: "auto" }, title),
      detail ? element("span", { class: "menu-detail", dir: "auto" }, detail) : null);
  }

  #move(event) {
    const items = [...this.element.children];
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") this.close();
    if (!(event.key in steps)) return;
    event.preventDefault();
    const index = items.indexOf(document.activeElement) + steps[event.key];
    items.at(index % items.length).focus();
  }

  #left(event) {
    const next = event.relatedTarget;
    if (next !== this.opener && !this.element.contains(next)) this.element.hidden = true;
  }
}
