/** What a message holds besides text: a card for every kind, and the line of a service message. */

import { element } from "./dom.js";

const size = (bytes) => (bytes ? `${Math.max(1, Math.round(bytes / 1024))} KB` : "");
const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const name = ({ first_name, last_name }) => [first_name, last_name].filter(Boolean).join(" ");

/** Kind → sign, title and details of the card. A kind that contains another stands before it. */
const CARDS = {
  animation: () => ["🎞️", "GIF", ""],
  live_photo: () => ["🖼️", "Live photo", ""],
  photo: (sizes) => ["🖼️", "Photo", pixels(sizes.at(-1))],
  video: (video) => ["🎬", "Video", length(video.duration ?? 0)],
  video_note: (note) => ["⏺️", "Video message", length(note.duration ?? 0)],
  voice: (voice) => ["🎤", "Voice message", length(voice.duration ?? 0)],
  audio: (audio) => ["🎵", audio.title ?? "Audio", audio.performer ?? length(audio.duration ?? 0)],
  document: (file) => ["📄", file.file_name ?? "File", size(file.file_size)],
  contact: (contact) => ["👤", name(contact), contact.phone_number],
  venue: (venue) => ["📍", venue.title, venue.address],
  location: ({ latitude, longitude }) => ["📍", "Location", `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`],
  poll: (poll) => ["📊", poll.question, poll.options.map((option) => option.text).join(" · ")],
  checklist: (list) => ["☑️", list.title, list.tasks.map((task) => task.text).join(" · ")],
  game: (game) => ["🎮", game.title, game.description],
  story: () => ["🌀", "Story", ""],
  paid_media: ({ star_count }) => ["⭐", "Paid media", `${star_count} stars`],
  invoice: (invoice) => ["🧾", invoice.title, invoice.description],
};

const pixels = (photo) => (photo?.width ? `${photo.width} × ${photo.height}` : "");

/**
 * @param {import("./state.js").Message} message
 * @returns {HTMLElement|null}
 */
export function mediaOf(message) {
  const big = message.sticker?.emoji ?? message.dice?.emoji;
  if (message.sticker || message.dice) return bigSign(big ?? "🏷️", message.dice?.value);
  const kind = Object.keys(CARDS).find((each) => message[each]);
  if (!kind) return null;
  const [sign, title, details] = CARDS[kind](message[kind]);
  return element("div", { class: "card" },
    element("span", { class: "card-sign", "aria-hidden": "true" }, sign),
    element("span", { class: "card-words" },
      element("b", { dir: "auto" }, title),
      details ? element("span", { dir: "auto" }, String(details)) : null));
}

function bigSign(sign, value) {
  return element("div", { class: "big-sign" }, sign, value ? element("span", {}, String(value)) : null);
}

const SERVICE = {
  forum_topic_created: ({ name: topic }) => `Topic “${topic}” was created`,
  forum_topic_edited: ({ name: topic }) => (topic ? `The topic is now called “${topic}”` : "The topic was changed"),
  forum_topic_closed: () => "The topic was closed",
  forum_topic_reopened: () => "The topic was reopened",
  pinned_message: (pinned) => `Pinned: ${summary(pinned)}`,
};

const CONTENT = ["text", "caption", "sticker", "dice", ...Object.keys(CARDS)];

/** The line of a service message, or null when the message is an ordinary one. */
export function serviceLine(message) {
  const kind = Object.keys(SERVICE).find((each) => message[each]);
  if (kind) return SERVICE[kind](message[kind]);
  if (CONTENT.some((each) => message[each] !== undefined)) return null;
  return `Service message: ${unknownKind(message)}`;
}

const FRAME = new Set(["message_id", "message_thread_id", "is_topic_message", "from", "chat", "date"]);

function unknownKind(message) {
  const kind = Object.keys(message).find((each) => !FRAME.has(each)) ?? "empty";
  return kind.replaceAll("_", " ");
}

/** A message in one line: for quotes. */
export function summary(message) {
  const words = message.text ?? message.caption;
  if (words) return words;
  if (message.sticker || message.dice) return message.sticker?.emoji ?? message.dice?.emoji ?? "Sticker";
  const kind = Object.keys(CARDS).find((each) => message[each]);
  return kind ? CARDS[kind](message[kind]).slice(0, 2).join(" ") : "Message";
}
