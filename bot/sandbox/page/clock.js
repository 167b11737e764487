/** The clock bar: what time it is in the sandbox, how fast it runs, and buttons that put it forward. */

import { setClock } from "./api.js";
import { button, element } from "./dom.js";
import { clockTimeWithSeconds, day, fullMoment } from "./moments.js";

const SPEEDS = [1, 10, 60, 600];
const LEAPS = [["+10 min", 600], ["+1 h", 3600], ["+1 day", 86_400]];
const TICK_MS = 200;
const LANGUAGE = "en-GB";

export class ClockBar {
  /**
   * @param {HTMLElement} root
   * @param {import("./state.js").World} world
   * @param {(problem: string) => void} complain
   */
  constructor(root, world, complain) {
    this.world = world;
    this.complain = complain;
    this.date = element("span", { class: "date" });
    this.time = element("time", { class: "now" }, this.date, (this.hands = element("span", { class: "hands" })));
    this.speeds = element("fieldset", { class: "speeds" });
    const leaps = LEAPS.map(([label, seconds]) =>
      button({ class: "plain", on: { click: () => this.#change({ advance: seconds }) } }, label));
    root.append(this.time, this.speeds, element("div", { class: "leaps" }, ...leaps));
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** Show the world's clock as it runs now. */
  draw() {
    const choices = [...new Set([...SPEEDS, this.world.speed])].sort((one, other) => one - other);
    const legend = element("legend", { class: "unseen" }, "Speed of the clock");
    this.speeds.replaceChildren(legend, ...choices.map((speed) => this.#speed(speed)));
    this.#tick();
  }

  #speed(speed) {
    const radio = element("input", { type: "radio", name: "speed", value: speed, checked: speed === this.world.speed,
      on: { change: () => this.#change({ speed }) } });
    return element("label", { class: "speed", title: `${speed} times as fast` }, radio, `${speed}×`);
  }

  #tick() {
    const now = this.world.now();
    this.date.textContent = day(now, LANGUAGE);
    this.hands.textContent = clockTimeWithSeconds(now, LANGUAGE);
    this.time.title = fullMoment(now, LANGUAGE);
    this.time.dateTime = new Date(now * 1000).toISOString();
  }

  async #change(change) {
    try {
      await setClock(change);
    } catch (error) {
      this.complain(error.message);
      this.draw();
    }
  }
}
