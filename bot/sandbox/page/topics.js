/** The tabs of a phone's topics: General and one for each, with a dot where something new was said. */

import { button, element, icon, unseen } from "./dom.js";
import { GENERAL } from "./state.js";

export class Topics {
  /**
   * @param {string} panelId the log the tabs switch
   * @param {(thread: number) => void} chosen
   */
  constructor(panelId, chosen) {
    this.panelId = panelId;
    this.chosen = chosen;
    this.current = GENERAL;
    this.unread = new Set();
    this.element = element("div", { class: "topics", role: "tablist", "aria-label": "Topics", hidden: true,
      on: { keydown: (event) => this.#step(event) } });
  }

  /** @param {Map<number, import("./state.js").Topic>} topics */
  draw(topics) {
    this.topics = topics;
    const all = [{ thread: GENERAL, name: "General", closed: false }, ...topics.values()];
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = topics.size === 0;
    this.element.replaceChildren(...all.map((topic) => this.#tab(topic)));
    if (hadFocus) this.#selected()?.focus();
  }

  select(thread) {
    this.current = thread;
    this.unread.delete(thread);
    this.draw(this.topics);
    this.chosen(thread);
  }

  /** The person went there: the whole tab comes into view. */
  #go(thread) {
    this.select(thread);
    this.#selected().focus();
    this.#selected().scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  markUnread(thread) {
    this.unread.add(thread);
    this.draw(this.topics);
  }

  #tab({ thread, name, closed }) {
    const isCurrent = thread === this.current;
    return button({
      class: "topic", role: "tab", "aria-selected": String(isCurrent), "aria-controls": this.panelId,
      tabindex: isCurrent ? "0" : "-1", title: name, data: { thread },
      on: { click: () => this.#go(thread) },
    },
    closed ? icon("lock") : null, closed ? unseen("Closed: ") : null,
    element("span", { class: "topic-name", dir: "auto" }, name),
    this.unread.has(thread) ? element("span", { class: "dot" }, unseen(", new messages")) : null);
  }

  #selected() {
    return this.element.querySelector('[aria-selected="true"]');
  }

  #step(event) {
    const forward = this.element.closest("[dir=rtl]") ? "ArrowLeft" : "ArrowRight";
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...this.element.children];
    const index = tabs.indexOf(this.#selected()) + (event.key === forward ? 1 : -1);
    event.preventDefault();
    this.#go(Number(tabs.at(index % tabs.length).dataset.thread));
  }
}
