/** One person's phone: a header, topic tabs, the chat and the composer, joined to what the world knows. */

import { Composer } from "./composer.js";
import { Deeds } from "./deeds.js";
import { button, element } from "./dom.js";
import { Header } from "./header.js";
import { Presses } from "./keyboard.js";
import { Log } from "./log.js";
import { isOwn } from "./message.js";
import { Notices } from "./notices.js";
import { GENERAL, threadOf } from "./state.js";
import { Topics } from "./topics.js";

const TYPING_MS = 5000;
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

export class Phone {
  /**
   * @param {import("./state.js").World} world
   * @param {import("./state.js").Person} person
   * @param {{refresh: () => Promise<void>, changed: () => void}} page
   */
  constructor(world, person, page) {
    this.world = world;
    this.page = page;
    this.id = person.id;
    this.direction = RIGHT_TO_LEFT.test(person.language) ? "rtl" : "ltr";
    this.isUnread = false;
    this.#join(person);
    this.#build(person);
    this.reset();
  }

  /** Make the parts; they know each other only through what they are handed here. */
  #join(person) {
    const { bot } = this.world;
    const logId = `log-${person.id}`;
    this.screen = element("div", { class: "screen" });
    this.notices = new Notices(this.screen);
    this.presses = new Presses(this.screen);
    this.topics = new Topics(logId, () => this.#showThread());
    this.deeds = new Deeds(person.id, bot.username,
      { notices: this.notices, presses: this.presses, thread: () => this.topics.current });
    this.header = new Header(bot.name,
      { isBlocked: () => this.#person.blocked, deeds: this.deeds, notices: this.notices });
    this.log = new Log(logId, `Chat of ${person.name} with ${bot.name}`, this.#hands(person.language));
    this.composer = new Composer(this.deeds,
      { commands: () => this.#commands(), lastOwn: () => this.#lastOwn() });
  }

  #build(person) {
    const start = button({ class: "primary", on: { click: () => this.deeds.say("/start") } }, "Start");
    this.start = element("div", { class: "start", hidden: true },
      element("p", { dir: "auto" }, `${this.world.bot.name} has not met this person yet.`), start);
    this.screen.append(this.header.element, this.topics.element, this.log.element, this.start, this.composer.element);
    const seen = () => this.#setUnread(false);
    this.element = element("article", {
      class: "phone", dir: this.direction, "aria-label": `Phone of ${person.name}`,
      data: { person: person.id }, on: { focusin: seen, pointerdown: seen },
    }, this.screen, this.notices.element);
  }

  /** @returns {import("./message.js").Hands} */
  #hands(language) {
    return {
      language, direction: this.direction, bot: this.world.bot, deeds: this.deeds, presses: this.presses,
      now: () => this.world.now(),
      reply: (message) => this.composer.replyTo(message),
      edit: (message) => this.composer.edit(message),
      show: (messageId) => this.log.reveal(messageId),
      reactionTo: (messageId) => this.#chat.reactions.get(messageId),
      voteIn: (messageId) => this.#chat.votes.get(messageId),
    };
  }

  get #person() {
    return this.world.people.get(this.id);
  }

  get #chat() {
    return this.world.chats.get(this.id);
  }

  async #commands() {
    await this.page.refresh(); // commands change without an event
    return this.#chat.commands;
  }

  #lastOwn() {
    return this.#shown().filter((message) => isOwn(message) && message.text !== undefined).at(-1);
  }

  #shown() {
    return [...this.#chat.messages.values()].filter((message) => threadOf(message) === this.topics.current);
  }

  /** Draw everything anew, after a snapshot was loaded. */
  reset() {
    const { current } = this.topics;
    this.topics.draw(this.#chat.topics);
    this.topics.select(this.#chat.topics.has(current) ? current : GENERAL);
    this.showBlocked();
  }

  #showThread() {
    this.log.show(this.#shown());
    this.#showStart();
    this.#setTyping(false);
  }

  #showStart() {
    this.start.hidden = this.#chat.messages.size > 0;
  }

  showBlocked() {
    const { blocked } = this.#person;
    this.element.classList.toggle("blocked", blocked);
    this.composer.setBlocked(blocked);
    this.#setTyping(false);
  }

  /** Take in one event about this phone, when the world already knows it. */
  receive(event) {
    RECEIVERS[event.type]?.(this, event);
  }

  received(message) {
    const thread = threadOf(message);
    this.#showStart();
    if (thread === this.topics.current) this.log.add(message);
    else this.topics.markUnread(thread);
    if (isOwn(message)) return;
    this.presses.end();
    this.#setTyping(false);
    if (!this.element.contains(document.activeElement)) this.#setUnread(true);
  }

  changed(messageId) {
    const message = this.#chat.messages.get(messageId);
    if (message) this.log.replace(message);
  }

  edited(message) {
    if (!isOwn(message)) this.presses.end();
    this.changed(message.message_id);
  }

  retopiced({ thread, deleted }) {
    if (deleted && thread === this.topics.current) this.topics.select(GENERAL);
    else this.topics.draw(this.#chat.topics);
  }

  answered({ text, alert }) {
    this.presses.end();
    if (!text) return;
    if (alert) this.notices.alert(text);
    else this.notices.toast(text);
  }

  typed(thread) {
    if ((thread ?? GENERAL) === this.topics.current) this.#setTyping(true);
  }

  #setTyping(isTyping) {
    clearTimeout(this.typingTimer);
    this.log.setTyping(isTyping);
    this.header.setTyping(isTyping);
    if (isTyping) this.typingTimer = setTimeout(() => this.#setTyping(false), TYPING_MS);
  }

  #setUnread(isUnread) {
    if (this.isUnread === isUnread) return;
    this.isUnread = isUnread;
    this.page.changed();
  }
}

const RECEIVERS = {
  message: (phone, { message }) => phone.received(message),
  edit: (phone, { message }) => phone.edited(message),
  reaction: (phone, event) => phone.changed(event.message_id),
  vote: (phone, event) => phone.changed(event.message_id),
  delete: (phone, event) => phone.log.remove(event.message_id),
  topic: (phone, event) => phone.retopiced(event),
  toast: (phone, event) => phone.answered(event),
  typing: (phone, { thread }) => phone.typed(thread),
  blocked: (phone) => phone.showBlocked(),
};
