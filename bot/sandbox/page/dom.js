/** Builds DOM nodes. Whatever text is given stays text: nothing here reads markup. */

/**
 * @param {string} name tag name
 * @param {Object<string, any>} properties attributes; `on` holds listeners, `data` the dataset;
 *   null, undefined and false leave an attribute out
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  const { on = {}, data = {}, ...attributes } = properties;
  for (const [key, value] of Object.entries(attributes)) setAttribute(node, key, value);
  for (const [type, listener] of Object.entries(on)) node.addEventListener(type, listener);
  for (const [key, value] of Object.entries(data)) node.dataset[key] = value;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function setAttribute(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  node.setAttribute(key, value === true ? "" : value);
}

/** A `<button type="button">`. */
export function button(properties, ...children) {
  return element("button", { type: "button", ...properties }, ...children);
}

/** Words for screen readers only. */
export function unseen(text) {
  return element("span", { class: "unseen" }, text);
}

const PATHS = {
  reply: "M10 6 4 12l6 6v-4c5 0 8 1.5 10 5 0-6-3-10-10-11z",
  edit: "M4 20v-4L15 5l4 4L8 20zM13 7l4 4",
  send: "M4 12 3 4l18 8-18 8z M4 12h9",
  attach: "M19 11l-7.5 7.5a4.2 4.2 0 0 1-6-6L13 5a2.8 2.8 0 0 1 4 4l-7.5 7.5a1.4 1.4 0 0 1-2-2L14 8",
  close: "M6 6l12 12M18 6 6 18",
  more: "M12 6v.01M12 12v.01M12 18v.01",
  slash: "M15 5 9 19",
  copy: "M9 9h10v11H9zM5 15V4h10",
  open: "M8 16 17 7M9 7h8v8",
  down: "M6 10l6 6 6-6",
  lock: "M7 11h10v8H7zM9 11V8a3 3 0 0 1 6 0v3",
  check: "M5 13l5 5 9-11",
};

/** A decorative icon drawn in the text's colour. */
export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}

/** Whether the person asked their system for less motion. */
export function prefersStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
