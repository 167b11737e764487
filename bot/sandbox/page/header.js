/** The top of a phone's screen: whom one chats with, what the bot is doing, and the menu of the chat. */

import { button, element, icon } from "./dom.js";
import { Menu } from "./menu.js";

export class Header {
  /**
   * @param {string} name the bot's
   * @param {{isBlocked: () => boolean, deeds: import("./deeds.js").Deeds,
   *   notices: import("./notices.js").Notices}} phone
   */
  constructor(name, phone) {
    this.phone = phone;
    this.status = element("span", { class: "status" });
    const menu = new Menu("at-header", "Menu of the chat");
    const more = button({ class: "plain round", "aria-label": "Menu", "aria-haspopup": "menu" }, icon("more"));
    more.addEventListener("click", () => menu.toggle(this.#items(), more));
    this.element = element("header", { class: "top" },
      element("span", { class: "avatar", "aria-hidden": "true" }, name.slice(0, 1)),
      element("span", { class: "title" }, element("b", { dir: "auto" }, name), this.status), more, menu.element);
  }

  setTyping(isTyping) {
    this.status.textContent = isTyping ? "typing…" : this.phone.isBlocked() ? "blocked" : "bot";
  }

  #items() {
    const { deeds, notices } = this.phone;
    const ask = () => notices.ask("Open a t.me link or its code", (link) => deeds.open(link));
    const block = this.phone.isBlocked()
      ? { sign: "🔔", title: "Unblock the bot", chosen: () => deeds.unblock() }
      : { sign: "🚫", title: "Block the bot", chosen: () => deeds.block() };
    return [{ sign: "🔗", title: "Open a link…", chosen: ask }, block];
  }
}
