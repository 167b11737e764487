/** Where a person writes: the text field, what it answers or edits, commands and attachments. */

import { button, element, icon } from "./dom.js";
import { KINDS } from "./kinds.js";
import { summary } from "./media.js";
import { Menu } from "./menu.js";

export class Composer {
  /**
   * @param {import("./deeds.js").Deeds} deeds
   * @param {{commands: () => Promise<import("./state.js").Command[]>,
   *   lastOwn: () => import("./state.js").Message|undefined}} chat
   */
  constructor(deeds, chat) {
    this.deeds = deeds;
    this.chat = chat;
    this.target = null;
    this.commands = [];
    this.menu = new Menu("at-composer", "Commands and attachments");
    this.field = this.#field();
    this.banner = element("div", { class: "banner", hidden: true });
    this.sendButton = element("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send"));
    this.form = this.#form();
    this.unblock = button({ class: "unblock", hidden: true, on: { click: () => deeds.unblock() } }, "Unblock the bot");
    this.element = element("div", { class: "composer" }, this.menu.element, this.banner, this.form, this.unblock);
  }

  setBlocked(isBlocked) {
    this.unblock.hidden = !isBlocked;
    this.form.hidden = isBlocked;
    if (isBlocked) this.leaveTarget();
  }

  replyTo(message) {
    this.#aim({ kind: "reply", message }, "Reply to");
  }

  edit(message) {
    this.#aim({ kind: "edit", message }, "Edit");
    this.#write(message.text);
  }

  /** Forget what was going to be answered or edited. */
  leaveTarget() {
    if (this.target?.kind === "edit") this.#write("");
    this.target = null;
    this.banner.hidden = true;
    this.banner.replaceChildren();
  }

  #field() {
    const on = {
      input: () => this.#typed(),
      keydown: (event) => this.#key(event),
      blur: (event) => this.menu.element.contains(event.relatedTarget) || this.menu.close(),
    };
    return element("textarea", { rows: "1", dir: "auto", placeholder: "Message", "aria-label": "Message",
      enterkeyhint: "send", autocomplete: "off", on });
  }

  #form() {
    const commands = button({ class: "plain round", "aria-label": "Commands", title: "Commands",
      "aria-haspopup": "menu" }, icon("slash"));
    const attach = button({ class: "plain round", "aria-label": "Attach", title: "Send something else",
      "aria-haspopup": "menu" }, icon("attach"));
    commands.addEventListener("click", () => this.#toggleCommands(commands));
    attach.addEventListener("click", () => this.menu.toggle(this.#kindItems(), attach));
    return element("form", { class: "writing", on: { submit: (event) => this.#submit(event) } },
      commands, this.field, attach, this.sendButton);
  }

  #aim(target, verb) {
    this.leaveTarget();
    this.target = target;
    this.banner.replaceChildren(icon(target.kind),
      element("span", { class: "banner-words" }, element("b", {}, verb),
        element("span", { dir: "auto" }, summary(target.message))),
      button({ class: "plain round", "aria-label": "Cancel", on: { click: () => this.leaveTarget() } }, icon("close")));
    this.banner.hidden = false;
    this.field.focus();
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.field.value;
    const { target } = this;
    if (!text.trim()) return;
    this.menu.close();
    const isDone = target?.kind === "edit"
      ? await this.deeds.edit(target.message.message_id, text)
      : await this.deeds.say(text, target?.message.message_id);
    if (isDone) this.#finish(text, target);
  }

  /** Clears what was sent, unless the person has gone on meanwhile. */
  #finish(text, target) {
    if (this.field.value === text) this.#write("");
    if (this.target === target) this.leaveTarget();
  }

  #write(text) {
    this.field.value = text;
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  async #typed() {
    this.#grow();
    if (this.field.value === "/") this.commands = await this.chat.commands();
    const start = this.field.value;
    const fitting = /^\/\w*$/.test(start) ? this.commands.filter(({ command }) => `/${command}`.startsWith(start)) : [];
    if (fitting.length > 0) this.menu.open(this.#commandItems(fitting), this.field, false);
    else this.menu.close();
  }

  async #toggleCommands(opener) {
    if (this.menu.isOpen) return this.menu.close();
    this.commands = await this.chat.commands();
    const none = { title: "The bot has set no commands", chosen: () => {} };
    this.menu.open(this.commands.length > 0 ? this.#commandItems(this.commands) : [none], opener);
  }

  #commandItems(commands) {
    return commands.map(({ command, description }) => ({
      title: `/${command}`, detail: description, chosen: () => this.#command(command),
    }));
  }

  async #command(command) {
    if (await this.deeds.say(`/${command}`)) this.#write("");
    this.field.focus();
  }

  #kindItems() {
    return KINDS.map(({ sign, title, kind }) => ({ sign, title, chosen: () => this.#sendKind(kind) }));
  }

  /** What was typed goes along as the caption, where the kind has one. */
  async #sendKind(kind) {
    const caption = this.field.value.trim();
    const takesCaption = caption && CAPTIONED.has(kind);
    if (await this.deeds.send(kind, takesCaption ? { caption } : {}) && takesCaption) this.#write("");
    this.field.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) return this.#submit(event);
    if (event.key === "Escape") return this.menu.isOpen ? this.menu.close() : this.leaveTarget();
    if (event.key === "ArrowDown" && this.menu.isOpen) {
      event.preventDefault();
      this.menu.focusFirst();
    }
    const last = event.key === "ArrowUp" && this.field.value === "" ? this.chat.lastOwn() : undefined;
    if (last) {
      event.preventDefault();
      this.edit(last);
    }
  }
}

const CAPTIONED = new Set(["photo", "video", "voice", "audio", "document", "animation"]);
