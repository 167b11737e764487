/** A poll or quiz in a bubble: answers to choose from, and after the vote how it stands and what was right. */

import { button, element, unseen } from "./dom.js";

/**
 * @param {import("./state.js").Message} message
 * @param {import("./message.js").Hands} hands
 * @returns {HTMLElement}
 */
export function pollOf(message, hands) {
  const { poll } = message;
  const chosen = hands.voteIn(message.message_id);
  const isOver = chosen?.length > 0 || poll.is_closed;
  const answers = poll.options.map((option, place) =>
    (isOver ? result(poll, option, place, chosen ?? []) : choice(message, option, place, hands)));
  const secrecy = poll.is_anonymous ? "Anonymous" : "Public";
  return element("div", { class: "poll", role: "group", "aria-label": poll.question },
    element("b", { dir: "auto" }, poll.question),
    element("span", { class: "poll-kind" }, `${secrecy} ${poll.type === "quiz" ? "quiz" : "poll"}`),
    ...answers,
    isOver && poll.explanation ? element("div", { class: "poll-why", dir: "auto" }, poll.explanation) : null);
}

function choice(message, option, place, hands) {
  const vote = () => hands.deeds.vote(message.message_id, [place]);
  return button({ class: "poll-answer", on: { click: vote } }, element("span", { dir: "auto" }, option.text));
}

function result(poll, option, place, chosen) {
  const verdict = verdictOn(poll, place, chosen.includes(place));
  const share = Math.round((100 * option.voter_count) / Math.max(1, poll.total_voter_count));
  return element("div", { class: "poll-answer", data: { verdict } },
    element("span", { class: "poll-sign", "aria-hidden": "true" }, SIGNS[verdict]),
    unseen(WORDS[verdict]), element("span", { dir: "auto" }, option.text),
    element("span", { class: "poll-share" }, `${share} %`));
}

function verdictOn(poll, place, isOwn) {
  if (poll.correct_option_ids?.includes(place)) return "right";
  if (!isOwn) return "";
  return poll.type === "quiz" ? "wrong" : "own";
}

const SIGNS = { right: "✓", wrong: "✗", own: "●", "": "" };
const WORDS = { right: "Right: ", wrong: "Your answer, wrong: ", own: "Your answer: ", "": "" };
