// Words of the glossary: what one means is said under the pointer, at focus, and at a tap; Escape and
// a tap elsewhere put it away.

import { make } from "../shared/dom.js";

const ROOM = 8;

export class Terms {
  /** @param {Record<string, string>} glossary */
  constructor(glossary) {
    this.glossary = glossary;
    this.tip = make("div", "", { class: "termtip", id: "term-tip", role: "tooltip" });
    this.tip.hidden = true;
    /** @type {HTMLElement | null} */
    this.shown = null;
    document.body.append(this.tip);
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.hide();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (target !== this.shown) this.hide();
    });
    const follow = () => this.shown && this.place(this.shown.getBoundingClientRect());
    window.addEventListener("scroll", follow, { passive: true, capture: true });
  }

  /** @param {string} words as they stand in the text @param {string} term @returns {HTMLElement} */
  of(words, term) {
    const element = make("span", words, { class: "term", role: "button", tabindex: "0" });
    const show = () => this.show(element, term);
    element.addEventListener("pointerenter", show);
    element.addEventListener("focus", show);
    element.addEventListener("click", show);
    element.addEventListener("pointerleave", () => this.hide());
    element.addEventListener("blur", () => this.hide());
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      show();
    });
    return element;
  }

  /** @param {HTMLElement} element @param {string} term */
  show(element, term) {
    this.tip.textContent = this.glossary[term] ?? "";
    this.tip.hidden = false;
    this.shown?.removeAttribute("aria-describedby");
    this.shown = element;
    element.setAttribute("aria-describedby", this.tip.id);
    this.place(element.getBoundingClientRect());
  }

  /** Below the words, or above them where there is no room. @param {DOMRect} words */
  place({ left, top, bottom }) {
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const most = document.documentElement.clientWidth - width - ROOM;
    const below = bottom + ROOM + height < window.innerHeight;
    this.tip.style.left = `${Math.max(ROOM, Math.min(left, most))}px`;
    this.tip.style.top = `${below ? bottom + ROOM / 2 : Math.max(0, top - height - ROOM / 2)}px`;
  }

  hide() {
    this.tip.hidden = true;
    this.shown?.removeAttribute("aria-describedby");
    this.shown = null;
  }
}
