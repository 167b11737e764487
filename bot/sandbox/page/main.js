/** Joins the page: follows the sandbox's events, keeps the world and lets the phones and the clock show it. */

import { followEvents, readState } from "./api.js";
import { ClockBar } from "./clock.js";
import { button, element, prefersStillness, unseen } from "./dom.js";
import { askNewcomer, languageName } from "./newcomer.js";
import { Phone } from "./phone.js";
import { World } from "./state.js";

/** Each phone has its own colour. */
const HUES = [172, 255, 60, 320, 130, 25];
const RETRY_MS = 1500;

class Page {
  constructor() {
    this.world = new World();
    /** @type {Map<number, {phone: Phone, stand: HTMLElement}>} */
    this.stands = new Map();
    this.row = document.getElementById("row");
    this.jump = document.getElementById("jump");
    this.connection = document.getElementById("connection");
    this.clock = new ClockBar(document.getElementById("clock"), this.world, (problem) => this.#connected(problem));
    this.early = [];
    this.isLoading = false;
    document.getElementById("new-person").addEventListener("click", askNewcomer);
  }

  run() {
    followEvents({
      opened: () => this.#load(),
      happened: (event) => (this.isLoading ? this.early.push(event) : this.#apply(event)),
      lost: () => this.#connected("Reconnecting…", false),
    });
  }

  /** Events that happen while the snapshot travels are taken in after it. */
  async #load() {
    this.isLoading = true;
    this.early = [];
    try {
      this.world.load(await readState());
      this.#draw();
      this.#connected("Connected");
    } catch (error) {
      this.#connected(error.message, false);
      setTimeout(() => this.#load(), RETRY_MS);
    } finally {
      this.isLoading = false;
      this.early.splice(0).forEach((event) => this.#apply(event));
    }
  }

  #connected(words, isFine = true) {
    this.connection.textContent = words;
    this.connection.dataset.fine = isFine;
  }

  #draw() {
    const { name } = this.world.bot;
    document.getElementById("bot-name").textContent = name;
    document.title = `${name} sandbox`;
    this.#removeStrangers();
    this.world.people.forEach((person) => this.#drawPerson(person));
    this.clock.draw();
    this.#drawJump();
  }

  #removeStrangers() {
    for (const [id, { stand }] of this.stands) {
      if (this.world.people.has(id)) continue;
      stand.remove();
      this.stands.delete(id);
    }
  }

  #drawPerson(person) {
    if (this.stands.has(person.id)) return this.stands.get(person.id).phone.reset();
    const page = { refresh: () => this.#refreshCommands(), changed: () => this.#drawJump() };
    const phone = new Phone(this.world, person, page);
    const stand = element("section", { class: "stand", "aria-label": `${person.label}: ${person.name}` },
      caption(person), phone.element);
    stand.style.setProperty("--hue", HUES[this.stands.size % HUES.length]);
    this.stands.set(person.id, { phone, stand });
    this.row.append(stand);
  }

  /** Commands are set without an event; everything else in the world stays as it is. */
  async #refreshCommands() {
    const { chats } = await readState().catch(() => ({ chats: {} }));
    for (const [id, chat] of this.world.chats) chat.commands = chats[id]?.commands ?? chat.commands;
  }

  /** On a narrow screen: one button for each phone. */
  #drawJump() {
    const buttons = [...this.stands].map(([id, { phone, stand }]) => {
      const { label } = this.world.people.get(id);
      const behavior = prefersStillness() ? "auto" : "smooth";
      const show = () => stand.scrollIntoView({ inline: "center", block: "nearest", behavior });
      return button({ class: "plain", on: { click: show } }, label,
        phone.isUnread ? element("span", { class: "dot" }, unseen(", new messages")) : null);
    });
    this.jump.replaceChildren(...buttons);
  }

  #apply(event) {
    this.world.apply(event);
    if (event.type === "clock") this.clock.draw();
    if (event.type === "person") {
      this.#drawPerson(event.person);
      this.#drawJump();
    }
    this.stands.get(event.chat)?.phone.receive(event);
  }
}

function caption({ label, name, language }) {
  const who = label === name ? [] : [element("bdi", {}, name), " · "];
  return element("h2", { class: "caption" },
    element("bdi", { class: "role" }, label), element("span", { class: "who" }, ...who, languageName(language)));
}

new Page().run();
