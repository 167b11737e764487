/** What one person does on their phone: sent to the sandbox; a refusal is shown as a toast. */

import { act } from "./api.js";
import { outwardAddress, payloadOf } from "./links.js";
import { GENERAL } from "./state.js";

export class Deeds {
  /**
   * @param {number} person
   * @param {string} botUsername
   * @param {{notices: import("./notices.js").Notices, presses: import("./keyboard.js").Presses,
   *   thread: () => number}} phone
   */
  constructor(person, botUsername, phone) {
    this.person = person;
    this.botUsername = botUsername;
    this.phone = phone;
  }

  say(text, replyTo) {
    return this.#act("say", { text, ...this.#thread(), ...(replyTo && { reply_to: replyTo }) });
  }

  edit(messageId, text) {
    return this.#act("edit", { message_id: messageId, text });
  }

  send(kind, fields) {
    return this.#act("send", { kind, ...this.#thread(), ...fields });
  }

  /** Choose answers of a poll, by their places. */
  vote(messageId, options) {
    return this.#act("vote", { message_id: messageId, options });
  }

  block() {
    return this.#act("block");
  }

  unblock() {
    return this.#act("unblock");
  }

  /** @param {string} link a deep link or only its payload */
  open(link) {
    return this.#act("open", { payload: payloadOf(link, this.botUsername) ?? link });
  }

  /** Press a button; it waits, under its key, for the bot's answer. */
  async press(key, messageId, data) {
    const { presses } = this.phone;
    if (presses.isWaiting(key)) return;
    presses.begin(key);
    if (!(await this.#act("press", { message_id: messageId, data }))) presses.end(key);
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.phone.notices.toast(`Copied: ${text}`);
    } catch {
      this.phone.notices.alert(text); // without permission the text can be selected and copied by hand
    }
  }

  refuse(words) {
    this.phone.notices.toast(words);
  }

  /** What a link leads to: our own bot, a page, or null when a browser must not or can't go there. */
  linkTarget(address) {
    return payloadOf(address, this.botUsername) === null ? outwardAddress(address) : address;
  }

  /** A link was tapped: one to our own bot opens in this phone, others in the browser. */
  follow(address, event) {
    if (payloadOf(address, this.botUsername) === null) return;
    event.preventDefault();
    this.open(address);
  }

  #thread() {
    const thread = this.phone.thread();
    return thread === GENERAL ? {} : { thread };
  }

  /** Answers whether it was done. */
  async #act(deed, fields) {
    try {
      await act(this.person, deed, fields);
      return true;
    } catch (error) {
      this.phone.notices.toast(error.message, true);
      return false;
    }
  }
}
