/** The scrolling list of messages of one phone: shows one thread, follows its end, animates changes gently. */

import { button, element, icon, prefersStillness } from "./dom.js";
import { isOwn, messageRow } from "./message.js";
import { day } from "./moments.js";
import { HISTORY } from "./state.js";

const NEAR_END_PX = 60;
const LEAVE_MS = 220;

export class Log {
  /**
   * @param {string} id of the element
   * @param {string} label for screen readers
   * @param {import("./message.js").Hands} hands
   */
  constructor(id, label, hands) {
    this.hands = hands;
    this.list = element("div", { class: "messages" });
    this.typing = element("div", { class: "typing", hidden: true }, element("i"), element("i"), element("i"));
    this.scroller = element("div", {
      class: "scroller", tabindex: "0", role: "log", "aria-live": "polite", "aria-label": label,
    }, element("div", { class: "content" }, this.list, this.typing));
    this.toEnd = button({ class: "to-end", "aria-label": "Go to the newest message", hidden: true,
      on: { click: () => this.follow() } }, icon("down"));
    this.element = element("div", { class: "log", id }, this.scroller, this.toEnd);
    this.following = true;
    this.#watch();
  }

  #watch() {
    let height = 0;
    this.scroller.addEventListener("scroll", () => {
      const grew = this.scroller.scrollHeight !== height; // what scrolled was the content, not the reader
      height = this.scroller.scrollHeight;
      if (grew && this.following) return this.follow();
      const left = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
      this.following = left < NEAR_END_PX;
      this.toEnd.hidden = this.following;
    });
    const stay = new ResizeObserver(() => this.following && this.follow());
    stay.observe(this.scroller);
    stay.observe(this.scroller.firstChild);
  }

  follow() {
    this.following = true;
    this.toEnd.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Show these messages instead of all others, without reading them out. */
  show(messages) {
    this.scroller.ariaLive = "off";
    this.list.replaceChildren();
    for (const message of messages) this.#append(message);
    this.follow();
    requestAnimationFrame(() => (this.scroller.ariaLive = "polite"));
  }

  add(message) {
    if (this.#row(message.message_id)) return this.replace(message);
    this.#append(message).classList.add("arriving");
    if (this.list.children.length > HISTORY) this.list.firstElementChild.remove();
    if (isOwn(message)) this.follow();
  }

  #append(message) {
    const row = messageRow(message, this.hands);
    this.#chipBefore(message);
    this.list.append(row);
    return row;
  }

  /** A chip with the date stands before the first message of a day. */
  #chipBefore(message) {
    const words = day(message.date, this.hands.language);
    if ([...this.list.querySelectorAll(".day")].at(-1)?.textContent === words) return;
    this.list.append(element("div", { class: "day" }, element("span", {}, words)));
  }

  replace(message) {
    const old = this.#row(message.message_id);
    if (!old) return;
    const focused = pathOfFocus(old);
    const row = messageRow(message, this.hands);
    row.classList.add("changed");
    old.replaceWith(row);
    focused?.(row);
  }

  async remove(messageId) {
    const row = this.#row(messageId);
    if (!row) return;
    delete row.dataset.message;
    await leave(row);
    const chip = row.previousElementSibling;
    row.remove();
    const isOrphan = chip?.matches(".day") && (chip.nextElementSibling?.matches(".day") ?? true);
    if (isOrphan) chip.remove();
  }

  /** Bring a message into view and let it glow. */
  reveal(messageId) {
    const row = this.#row(messageId);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: prefersStillness() ? "auto" : "smooth" });
    row.classList.remove("changed");
    requestAnimationFrame(() => row.classList.add("changed"));
  }

  setTyping(isTyping) {
    this.typing.hidden = !isTyping;
  }

  #row(messageId) {
    return this.list.querySelector(`[data-message="${Number(messageId)}"]`);
  }
}

async function leave(row) {
  if (prefersStillness()) return;
  row.style.overflow = "hidden";
  const height = `${row.offsetHeight}px`;
  const gone = { height: "0", opacity: 0, margin: "0" };
  const frames = [{ height, opacity: 1 }, { height, opacity: 0, offset: 0.4 }, gone];
  await row.animate(frames, { duration: LEAVE_MS, easing: "ease-in-out" }).finished;
}

/** Where the focus stood in a row that is about to be drawn anew: the same place in the new one. */
function pathOfFocus(row) {
  const buttons = "button, a";
  const index = [...row.querySelectorAll(buttons)].indexOf(document.activeElement);
  return index < 0 ? null : (fresh) => [...fresh.querySelectorAll(buttons)][index]?.focus({ preventScroll: true });
}
