/**
 * Turns a text and its Bot API entities into DOM nodes. Offsets count UTF-16 units, as JavaScript's strings do.
 *
 * @typedef {{type: string, offset: number, length: number, url?: string, language?: string,
 *   unix_time?: number, date_time_format?: string}} Entity
 * @typedef {{language: string, now: () => number, deeds: import("./deeds.js").Deeds}} Reader who reads the text
 */

import { button, element, icon } from "./dom.js";
import { entityMoment, fullMoment } from "./moments.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/**
 * @param {string} text
 * @param {Entity[]} entities
 * @param {Reader} reader
 * @returns {DocumentFragment}
 */
export function richText(text, entities, reader) {
  const inside = entities
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  return span(text, inside, 0, text.length, reader);
}

/** The nodes of `text[from..to)`; an entity that reaches beyond its parent is cut where the parent ends. */
function span(text, entities, from, to, reader) {
  const nodes = document.createDocumentFragment();
  const waiting = [...entities];
  let at = from;
  while (waiting.length > 0) {
    const entity = waiting.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const inner = [];
    while (waiting.length > 0 && waiting[0].offset < end) inner.push(waiting.shift());
    nodes.append(text.slice(at, start), dressed(entity, text, inner, start, end, reader));
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
    waiting.unshift(...inner.filter(({ offset, length }) => offset + length > end));
  }
  nodes.append(text.slice(Math.min(at, to), to));
  return nodes;
}

function dressed(entity, text, inner, start, end, reader) {
  const content = span(text, inner, start, end, reader);
  const dress = DRESSES[entity.type];
  return dress ? dress(content, entity, text.slice(start, end), reader) : content;
}

const tag = (name, properties = {}) => (content) => element(name, properties, content);

const DRESSES = {
  bold: tag("b"),
  italic: tag("i"),
  underline: tag("u"),
  strikethrough: tag("s"),
  code: tag("code", { dir: "ltr" }),
  pre: (content, { language }) => element("pre", { dir: "ltr", data: language ? { language } : {} }, content),
  blockquote: tag("blockquote", { dir: "auto" }),
  expandable_blockquote: expandable,
  spoiler,
  url: (content, _entity, words, reader) => link(content, words, reader),
  text_link: (content, { url }, _words, reader) => link(content, url, reader),
  email: (content, _entity, words, reader) => link(content, `mailto:${words}`, reader),
  phone_number: (content, _entity, words, reader) => link(content, `tel:${words.replace(/[^+\d]/g, "")}`, reader),
  bot_command: (content, _entity, words, reader) =>
    button({ class: "link", on: { click: () => reader.deeds.say(words) } }, content),
  mention: tag("span", { class: "tag" }),
  text_mention: tag("span", { class: "tag" }),
  hashtag: tag("span", { class: "tag" }),
  cashtag: tag("span", { class: "tag" }),
  date_time: moment,
};

function link(content, address, reader) {
  const target = reader.deeds.linkTarget(address);
  if (target === null) return element("span", { class: "tag", title: address }, content);
  return element("a", {
    href: target, title: address, target: "_blank", rel: "noopener noreferrer",
    on: { click: (event) => reader.deeds.follow(address, event) },
  }, content);
}

/** Hidden, from screen readers too, until it is tapped. */
function spoiler(content) {
  const cover = element("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text. Show it",
  }, element("span", {}, content));
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    cover.classList.add("revealed");
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  return cover;
}

const LONG_QUOTE = 110;

function expandable(content, _entity, words) {
  const quote = element("blockquote", { dir: "auto" }, element("div", {}, content));
  if (words.length <= LONG_QUOTE && words.split("\n").length <= 3) return quote;
  const toggle = button({ class: "expand", "aria-expanded": "false", "aria-label": "Whole quotation" }, icon("down"));
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(quote.classList.toggle("collapsed") === false));
  });
  quote.classList.add("collapsed");
  quote.append(toggle);
  return quote;
}

function moment(content, entity, _words, reader) {
  const shown = () => entityMoment(entity.date_time_format, entity.unix_time, reader.now(), reader.language);
  const node = element("time", {
    class: "moment", datetime: new Date(entity.unix_time * 1000).toISOString(),
    title: fullMoment(entity.unix_time, reader.language), tabindex: "0",
  }, shown() ?? content);
  if (entity.date_time_format === "r") keepCurrent(node, shown);
  return node;
}

const REFRESH_MS = 1000;

/** A relative moment moves with the sandbox's clock, as long as it is on the page. */
function keepCurrent(node, shown) {
  const timer = setInterval(() => {
    if (node.isConnected) node.textContent = shown();
    else clearInterval(timer);
  }, REFRESH_MS);
}
