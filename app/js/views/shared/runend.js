// The button of a run that is under way by which one asks to be told of its end.

import { find, setText } from "./dom.js";
import { duration } from "./format.js";
import { mayNotify, notify } from "./notify.js";

/** @typedef {import("../../state/store.js").RunView} RunView */

export class RunEnd {
  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.button = find('[data-do="notify"]', HTMLButtonElement, bar);
    this.said = find("[data-unheard]", HTMLElement, bar);
    this.called = find("[data-note]", HTMLElement, bar).dataset.called ?? "";
    this.active = false;
    this.button.addEventListener("click", () => void this.press());
  }

  get asked() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  /** @param {boolean} asked @param {string} [said] why not */
  set(asked, said = "") {
    this.button.setAttribute("aria-pressed", String(asked));
    this.said.hidden = said === "";
    setText(this.said, said);
  }

  async press() {
    if (this.asked) return this.set(false);
    const refused = await mayNotify();
    // It may have ended while one was being asked.
    if (this.active) this.set(refused === "", refused);
  }

  /** @param {RunView} run @param {boolean} active */
  show(run, active) {
    if (this.active && !active) this.end(run);
    this.active = active;
    this.button.hidden = !active;
  }

  /** Who stops a run knows that it has ended. @param {RunView} run */
  end({ phase, elapsed, notices }) {
    if (this.asked && phase === "finished")
      void notify(`${this.called}: finished`, `In ${duration(elapsed)}.`);
    if (this.asked && phase === "failed") void notify(`${this.called}: failed`, notices.join(" "));
    this.set(false);
  }
}
