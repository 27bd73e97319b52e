// What one expects before it is tried: one of several options, or heights drawn on axes.

import { make } from "../shared/dom.js";
import { Drawing } from "./drawing.js";
import { besideChoice, besideDrawing } from "./words.js";

/** @typedef {import("./memory.js").Guess} Guess */

export class Prediction {
  /** @param {import("./book.js").Choice | import("./book.js").Draw} predict @param {Guess | undefined} before @param {(guess: Guess) => void} onGuess */
  constructor(predict, before, onGuess) {
    this.predict = predict;
    this.onGuess = onGuess;
    /** @type {Guess | undefined} */
    this.guess = undefined;
    /** @type {Drawing | null} */
    this.drawing = null;
    this.element = make("fieldset", "", { class: "prediction" });
    this.element.append(make("legend", predict.ask));
    if (predict.kind === "choice") this.element.append(...this.options(predict, before));
    else this.draw(predict, before);
  }

  /** @param {Guess} guess */
  take(guess) {
    this.guess = guess;
    this.onGuess(guess);
  }

  /** @param {import("./book.js").Choice} choice @param {Guess | undefined} before */
  options({ options }, before) {
    return options.map(({ text }, index) => {
      const label = make("label", "", { class: "check" });
      const radio = make("input", "", { type: "radio", name: "prediction", value: String(index) });
      radio.addEventListener("change", () => this.take(index));
      if (before === index) {
        radio.checked = true;
        this.guess = index;
      }
      label.append(radio, make("span", text));
      return label;
    });
  }

  /** @param {import("./book.js").Draw} draw @param {Guess | undefined} before */
  draw(draw, before) {
    const drawn = Array.isArray(before) ? before : undefined;
    this.guess = drawn;
    this.drawing = new Drawing(draw, drawn, (heights) => this.take(heights));
    const help = "Draw with the pointer, or by the arrow keys.";
    this.element.append(this.drawing.element, make("p", help, { class: "help" }));
  }

  /**
   * The prediction as it stands beside the answer.
   * @param {import("./book.js").Verdict} verdict @param {import("./words.js").Found} found
   * @returns {HTMLElement[]}
   */
  beside(verdict, found) {
    const { predict, guess } = this;
    if (predict.kind === "choice" && typeof guess === "number") {
      const option = predict.options[guess];
      if (!option) return [];
      return [
        make("h3", "You expected"),
        make("p", option.text),
        make("p", besideChoice(option.when, verdict), { class: "outcome" }),
      ];
    }
    if (predict.kind !== "draw" || !Array.isArray(guess)) return [];
    const rows = predict.points.map(({ figure }) => found[figure]);
    this.drawing?.lay(rows);
    return [
      make("h3", "You expected"),
      make("p", besideDrawing(guess, rows), { class: "outcome" }),
    ];
  }
}
