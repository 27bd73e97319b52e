// One line for those who hear the page: what has changed, in whole sentences, a few seconds apart. The
// page's many texts are no live regions of their own: a search changes some of them ten times a second.
//
// An element is told of if it has data-told: "" while it is in sight; "run" wherever its run is, under
// the name in data-called; "always" before the page is whole, too. Refusals are alerts, and tell themselves.

/** From one sentence to the next. */
const GAP_MS = 6000;

/** Texts change together. */
const SETTLE_MS = 400;

/** Of a search there is no end of things to tell. */
const MOST = 2;

export class Announcer {
  /** @param {HTMLElement} line a status @param {() => number} [now] milliseconds */
  constructor(line, now = () => performance.now()) {
    this.line = line;
    this.now = now;
    this.last = Number.NEGATIVE_INFINITY;
    /** @type {Set<HTMLElement>} */
    this.changed = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {ParentNode} root */
  listen(root) {
    const what = {
      childList: true,
      characterData: true,
      subtree: true,
      attributeFilter: ["hidden"],
    };
    for (const element of root.querySelectorAll("[data-told]")) {
      if (!(element instanceof HTMLElement)) continue;
      new MutationObserver(() => this.hear(element)).observe(element, what);
    }
  }

  /** @param {HTMLElement} element */
  hear(element) {
    if (!mayTell(element)) return;
    // The newest comes last, and is told.
    this.changed.delete(element);
    this.changed.add(element);
    this.timer ??= setTimeout(
      () => this.tell(),
      Math.max(SETTLE_MS, this.last + GAP_MS - this.now()),
    );
  }

  tell() {
    this.timer = undefined;
    const texts = [...this.changed].map(sentenceOf).filter((text) => text !== "");
    this.changed.clear();
    const text = texts.slice(-MOST).join(" ");
    if (text === "" || text === this.line.textContent) return;
    this.last = this.now();
    this.line.textContent = text;
  }
}

/** While a page or a view fills with texts for the first time, nothing has changed. @param {HTMLElement} element */
function mayTell(element) {
  const filled = [document.documentElement, element.closest("main > [data-view]")];
  const whole = filled.every((it) => !(it instanceof HTMLElement) || "mounted" in it.dataset);
  return element.dataset.told === "always" || whole;
}

/** @param {HTMLElement} element @returns {string} "" where it cannot be seen and need not be */
function sentenceOf(element) {
  const { told, called } = element.dataset;
  if (element.hidden) return "";
  if (told === "" && !element.checkVisibility({ contentVisibilityAuto: true })) return "";
  return sentence(element.textContent ?? "", called);
}

/** A text as a whole sentence, under a name if it has one. @param {string} text @param {string} [called] */
export function sentence(text, called = "") {
  const words = text.trim().replaceAll(/\s+/g, " ");
  if (words === "") return "";
  const ended = /[.!?…]$/.test(words) ? words : `${words}.`;
  return called ? `${called}: ${ended}` : ended;
}
