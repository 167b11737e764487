/** The kinds of messages besides text that a person can send from the attach menu. */

/** @type {{sign: string, title: string, kind: string, fields?: object}[]} */
export const KINDS = [
  { sign: "🖼️", title: "Photo", kind: "photo" },
  { sign: "🎬", title: "Video", kind: "video" },
  { sign: "🎤", title: "Voice message", kind: "voice" },
  { sign: "⏺️", title: "Video message", kind: "video_note" },
  { sign: "🎵", title: "Audio", kind: "audio" },
  { sign: "📄", title: "File", kind: "document" },
  { sign: "🎞️", title: "GIF", kind: "animation" },
  { sign: "🏷️", title: "Sticker", kind: "sticker" },
  { sign: "📍", title: "Location", kind: "location" },
  { sign: "🏛️", title: "Venue", kind: "venue" },
  { sign: "👤", title: "Contact", kind: "contact" },
  { sign: "📊", title: "Poll", kind: "poll" },
  { sign: "☑️", title: "Checklist", kind: "checklist" },
  { sign: "🎲", title: "Dice", kind: "dice" },
  { sign: "🎮", title: "Game", kind: "game" },
  { sign: "🌀", title: "Story", kind: "story" },
];
