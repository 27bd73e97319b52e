// Finding elements that the templates promise, and building small ones.

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function find(selector, type, root = document) {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  return find(`#${id}`, HTMLElement);
}

/**
 * Writes only what is new, so that it is not told again (shell/announcer.js). @param {Element} element @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} text
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * A button that begins something and ends it again: of a double click only the first click counts.
 * @param {HTMLElement} button @param {() => void} act
 */
export function onPress(button, act) {
  button.addEventListener("click", ({ detail }) => {
    if (detail < 2) act();
  });
}

/** What each list shows now. @type {WeakMap<HTMLElement, string>} */
const shownFacts = new WeakMap();

/**
 * A list of facts, each a name and a value.
 * @param {HTMLElement} list a dl
 * @param {{name: string, value: string, kind?: "whole" | "wrong" | "whole wrong"}[]} facts
 */
export function fillFacts(list, facts) {
  const text = JSON.stringify(facts);
  if (shownFacts.get(list) === text) return;
  shownFacts.set(list, text);
  const items = facts.map(({ name, value, kind }) => {
    const item = document.createElement("div");
    if (kind) item.className = kind;
    item.append(make("dt", name), make("dd", value));
    return item;
  });
  list.replaceChildren(...items);
}

/** A text that changes often, written at most every few seconds, so that it can be read. */
export class Summary {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.timer = 0;
    this.latest = "";
    this.written = 0;
  }

  /** @param {string} text @param {boolean} [now] */
  say(text, now = false) {
    this.latest = text;
    const wait = now ? 0 : Math.max(0, this.written + 2500 - performance.now());
    if (this.timer && !now) return;
    clearTimeout(this.timer);
    const write = () => {
      this.timer = 0;
      this.written = performance.now();
      setText(this.element, this.latest);
    };
    if (wait === 0) write();
    else this.timer = window.setTimeout(write, wait);
  }
}
