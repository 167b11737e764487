/** Inline keyboards: rows of buttons under a message, and which presses still wait for the bot's answer. */

import { button, element, icon } from "./dom.js";

const PATIENCE_MS = 10_000;

/** Presses of one phone that the bot hasn't answered yet, oldest first. */
export class Presses {
  /** @param {HTMLElement} root where the pressed buttons stand */
  constructor(root) {
    this.root = root;
    this.waiting = [];
  }

  isWaiting(key) {
    return this.waiting.includes(key);
  }

  begin(key) {
    this.waiting.push(key);
    this.#show(key);
    setTimeout(() => this.end(key), PATIENCE_MS);
  }

  /** The bot answered or did something in the chat. That names no button, so it is the one that waits longest. */
  end(key = this.waiting[0]) {
    const index = this.waiting.indexOf(key);
    if (index < 0) return;
    this.waiting.splice(index, 1);
    this.#show(key);
  }

  #show(key) {
    for (const node of this.root.querySelectorAll("[data-press]")) {
      if (node.dataset.press === key) node.ariaBusy = String(this.isWaiting(key));
    }
  }
}

/**
 * @param {import("./state.js").Message} message
 * @param {{presses: Presses, deeds: import("./deeds.js").Deeds}} hands
 * @returns {HTMLElement|null}
 */
export function keyboard(message, hands) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  const drawn = rows.map((row) =>
    element("div", { class: "keys" }, ...row.map((key) => drawnKey(message, key, hands))));
  return element("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...drawn);
}

function drawnKey(message, key, hands) {
  const label = element("span", { class: "key-label", dir: "auto" }, key.text);
  const look = { class: "key", data: key.style ? { style: key.style } : {} };
  if (key.callback_data !== undefined) return callbackKey(message, key, label, look, hands);
  if (key.copy_text) {
    const copy = () => hands.deeds.copy(key.copy_text.text);
    return button({ ...look, title: "Copies a text", on: { click: copy } }, label, icon("copy"));
  }
  if (key.url) return linkKey(key, label, look, hands);
  const refuse = () => hands.deeds.refuse("The sandbox doesn't play this kind of button");
  return button({ ...look, on: { click: refuse } }, label);
}

function callbackKey(message, key, label, look, hands) {
  const name = `${message.message_id} ${key.callback_data}`;
  const press = () => hands.deeds.press(name, message.message_id, key.callback_data);
  return button({
    ...look, "aria-busy": String(hands.presses.isWaiting(name)), data: { ...look.data, press: name },
    on: { click: press },
  }, label);
}

function linkKey(key, label, look, hands) {
  const target = hands.deeds.linkTarget(key.url);
  if (target === null) {
    const refuse = () => hands.deeds.refuse(`Telegram would open ${key.url}`);
    return button({ ...look, on: { click: refuse } }, label, icon("open"));
  }
  return element("a", {
    ...look, href: target, title: key.url, target: "_blank", rel: "noopener noreferrer",
    on: { click: (event) => hands.deeds.follow(key.url, event) },
  }, label, icon("open"));
}
