/** One message of a chat as a row: bubble, tools beside it, keyboard under it; or a service line. */

import { button, element, icon, unseen } from "./dom.js";
import { richText } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { mediaOf, serviceLine, summary } from "./media.js";
import { clockTime, fullMoment } from "./moments.js";
import { pollOf } from "./poll.js";

/**
 * @typedef {import("./entities.js").Reader & {
 *   direction: "ltr"|"rtl", bot: {name: string}, presses: import("./keyboard.js").Presses,
 *   reply: (message: import("./state.js").Message) => void, edit: (message: import("./state.js").Message) => void,
 *   show: (messageId: number) => void, reactionTo: (messageId: number) => string|undefined,
 *   voteIn: (messageId: number) => number[]|undefined}} Hands
 */

export const isOwn = (message) => message.from?.is_bot !== true;

/**
 * @param {import("./state.js").Message} message
 * @param {Hands} hands what can be done with the message
 * @returns {HTMLElement}
 */
export function messageRow(message, hands) {
  const line = serviceLine(message);
  const data = { message: message.message_id };
  if (line !== null) return element("div", { class: "service", data }, element("span", { dir: "auto" }, line));
  const keys = keyboard(message, hands);
  const stack = element("div", { class: "stack" }, bubble(message, hands), keys);
  const side = isOwn(message) ? "own" : "bot";
  return element("div", { class: `message ${side}${keys ? " has-keyboard" : ""}`, data }, stack, tools(message, hands));
}

function bubble(message, hands) {
  const words = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  return element("div", { class: "bubble", dir: hands.direction },
    unseen(isOwn(message) ? "You: " : `${hands.bot.name}: `),
    forwarded(message), quote(message, hands), message.poll ? pollOf(message, hands) : mediaOf(message),
    element("div", { class: "text", dir: "auto" }, richText(words, entities, hands), meta(message, hands)),
    reaction(message, hands));
}

function meta(message, hands) {
  const changed = message.edit_date ? element("span", { class: "edited" }, "edited ") : null;
  const title = fullMoment(message.edit_date ?? message.date, hands.language);
  return element("bdi", { class: "meta", title }, changed, clockTime(message.date, hands.language));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const sender = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? "someone";
  return element("div", { class: "forwarded", dir: "auto" }, `Forwarded from ${sender}`);
}

function quote(message, hands) {
  const replied = message.reply_to_message;
  if (!replied || replied.forum_topic_created) return null;
  const author = isOwn(replied) ? "You" : hands.bot.name;
  const show = () => hands.show(replied.message_id);
  return button({ class: "quote", on: { click: show } },
    unseen("In reply to "), element("b", { dir: "auto" }, author),
    element("span", { dir: "auto" }, message.quote?.text ?? summary(replied)));
}

function reaction(message, hands) {
  const emoji = hands.reactionTo(message.message_id);
  return emoji ? element("span", { class: "reaction" }, unseen("Reaction: "), emoji) : null;
}

function tools(message, hands) {
  const words = summary(message).slice(0, 40);
  const tool = (name, label, act) => button({
    class: "tool", title: label, "aria-label": `${label}: ${words}`, on: { click: () => act(message) },
  }, icon(name));
  const mayEdit = isOwn(message) && message.text !== undefined && !message.forward_origin;
  return element("div", { class: "tools" },
    tool("reply", "Reply", hands.reply), mayEdit ? tool("edit", "Edit", hands.edit) : null);
}
