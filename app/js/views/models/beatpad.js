// The buttons of the game: a class each, of those that the data have, by the name that they have there.

import { nameOf } from "../shared/classnames.js";
import { byId, setText } from "../shared/dom.js";

const DIGITS = 10;

export class Pad {
  /** @param {(label: number) => void} onAnswer */
  constructor(onAnswer) {
    this.keys = [...byId("beat-pad").querySelectorAll("button")];
    this.prompt = "";
    for (const [label, key] of this.keys.entries()) {
      key.addEventListener("click", () => onAnswer(label));
    }
  }

  /** @param {import("./testset.js").TestSet | null} set of the game, if there is one @param {boolean} playing */
  show(set, playing) {
    const there = new Set(set?.labels);
    for (const [label, key] of this.keys.entries()) {
      const name = set ? nameOf(set.params, label) : String(label);
      // The number is the key that answers with it.
      setText(key, name === String(label) ? name : `${label}: ${name}`);
      key.hidden = set !== null && !there.has(label);
      key.disabled = !playing;
    }
    const named = this.keys.some((key, label) => key.textContent !== String(label));
    byId("beat-pad").toggleAttribute("data-named", named);
    const digits = there.size === DIGITS && !named;
    this.prompt = digits ? "Press 0 to 9." : "Press a button, or the key of its number.";
  }
}
