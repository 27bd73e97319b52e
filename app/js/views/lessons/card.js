// The card of an open lesson: docked beside the room that it speaks of, or below it; it can be folded.

import { make } from "../shared/dom.js";
import { termOf } from "../shared/terms.js";
import { Prediction } from "./prediction.js";
import { rich } from "./rich.js";
import { fill, quotedRuns, verdictOf } from "./words.js";

/** @typedef {import("./book.js").Lesson} Lesson */
/** @typedef {import("./book.js").Step} Step */
/** @typedef {import("./words.js").Found} Found */
/** @typedef {import("./memory.js").Guess} Guess */
/** @typedef {import("./memory.js").Measured} Measured */

/**
 * @typedef {object} Actions
 * @property {(step: number) => void} onStep to a step, from 1 on
 * @property {() => void} onLeave
 * @property {() => void} onRun
 * @property {() => void} onShow to where the step's figure is
 * @property {(guess: Guess) => void} onGuess
 */

export class Card {
  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions;
    this.element = make("aside", "", { class: "lessoncard", "aria-labelledby": "lesson-heading" });
    this.element.id = "lesson-card";
    this.place = make("p", "", { class: "lessonplace" });
    this.fold = button("Fold", () => this.toggle());
    const head = make("div", "", { class: "lessonhead" });
    head.append(this.place, this.fold, button("Leave", actions.onLeave));
    this.body = make("div", "", {
      class: "lessonbody",
      tabindex: "0",
      role: "region",
      "aria-label": "This step",
    });
    this.foot = make("div", "", { class: "lessonfoot" });
    this.element.append(head, this.body, this.foot);
    /** @type {Prediction | null} */
    this.prediction = null;
    this.note = make("p", "", { class: "runnote", role: "status" });
    this.answered = make("div", "", { class: "lessonanswer", "aria-live": "polite" });
    this.run = button("", actions.onRun, "button primary");
  }

  /** @param {Lesson} lesson @param {number} index @param {{guess?: Guess, answer?: Measured}} before */
  show(lesson, index, { guess, answer }) {
    const step = /** @type {Step} */ (lesson.steps[index]);
    this.step = step;
    const where = make("span", `Step ${index + 1} of ${lesson.steps.length}`);
    this.place.replaceChildren(make("b", lesson.title), where);
    const heading = make("h2", step.heading, { id: "lesson-heading", tabindex: "-1" });
    const known = Object.entries(step.figures).map(([name, { row }]) => [name, row]);
    const texts = this.paragraphs(step.text, Object.fromEntries(known));
    this.answered.replaceChildren();
    this.prediction = step.predict
      ? new Prediction(step.predict, guess, (it) => this.guessed(it))
      : null;
    this.body.replaceChildren(heading, ...texts, ...this.doing(step));
    this.foot.replaceChildren(...this.steps(lesson, index));
    this.note.textContent = "";
    this.allow();
    if (answer && !this.run.disabled) this.remember(answer);
    this.open(true);
    if (!this.element.isConnected) document.querySelector(".house")?.after(this.element);
    this.body.scrollTop = 0;
    heading.focus({ preventScroll: true });
  }

  hide() {
    this.element.remove();
    document.documentElement.removeAttribute("data-lesson");
  }

  toggle() {
    this.open(document.documentElement.dataset.lesson === "folded");
  }

  /** @param {boolean} open */
  open(open) {
    document.documentElement.dataset.lesson = open ? "open" : "folded";
    this.fold.textContent = open ? "Fold" : "Unfold";
    this.fold.setAttribute("aria-expanded", String(open));
    this.body.hidden = !open;
    this.foot.hidden = !open;
  }

  /** @param {string[]} texts @param {Found} found */
  paragraphs(texts, found) {
    return texts.map((text) => {
      const paragraph = make("p", "");
      paragraph.append(...rich(fill(text, found), termOf));
      for (const name of quotedRuns(text, this.step?.figures ?? {}))
        paragraph.append(" ", again(name));
      return paragraph;
    });
  }

  /** What is to be done in the step. @param {Step} step */
  doing(step) {
    if (!step.answer) return step.run ? [this.runbar(step)] : [];
    return [
      ...(this.prediction ? [this.prediction.element] : []),
      this.runbar(step),
      this.answered,
    ];
  }

  /** @param {Step} step */
  runbar(step) {
    this.run.textContent = step.run ? "Run it" : "Show the answer";
    const bar = make("div", "", { class: "lessonrun" });
    bar.append(this.run, this.note);
    return bar;
  }

  /** @param {Lesson} lesson @param {number} index */
  steps({ steps }, index) {
    const { onStep, onShow, onLeave } = this.actions;
    const last = index + 1 === steps.length;
    const back = button("Back", () => onStep(index));
    back.disabled = index === 0;
    const next = last ? button("Finish", onLeave) : button("Next", () => onStep(index + 2));
    const figure = button("Show the figure", onShow, "textbutton");
    return [back, next, ...(steps[index]?.go ? [figure] : [])];
  }

  /** @param {Guess} guess */
  guessed(guess) {
    this.actions.onGuess(guess);
    this.allow();
  }

  allow() {
    const ready = this.prediction === null || this.prediction.guess !== undefined;
    this.run.disabled = !ready;
    this.note.textContent = ready ? "" : "First say what you expect.";
  }

  /** @param {string} text what is going on */
  running(text) {
    this.run.disabled = true;
    this.note.textContent = text;
  }

  /** @param {string} message */
  failed(message) {
    this.run.disabled = false;
    this.note.textContent = message;
  }

  /** What was measured before, when the figures may be empty again. @param {Measured} answer */
  remember({ found, turned }) {
    this.lay(found);
    if (!this.step?.run) return;
    this.note.textContent = turned
      ? "Measured here before, with other knobs than this step sets."
      : "Measured here before.";
  }

  /** @param {Found} found */
  answer(found) {
    this.lay(found);
    this.answered.scrollIntoView({ block: "nearest" });
  }

  /** @param {Found} found */
  lay(found) {
    const { step } = this;
    this.run.disabled = false;
    this.run.textContent = step?.run ? "Run it again" : "Show the answer";
    this.note.textContent = "";
    if (!step?.answer) return;
    const row = found[step.answer.by];
    const verdict = verdictOf(row, step.answer.against);
    const beside = this.prediction?.beside(verdict, found) ?? [];
    const measured = make("div", "", { class: "besides" });
    measured.append(
      ...beside,
      make("h3", "Measured"),
      ...this.paragraphs([step.answer[verdict]], found),
    );
    this.answered.replaceChildren(measured, ...this.paragraphs(step.explain ?? [], found));
  }
}

/** Heard by shell/again.js. @param {string} name of the recorded run */
function again(name) {
  return make("button", "Run this again", {
    type: "button",
    class: "textbutton again",
    "data-again": name,
    "aria-label": `Run this again: the recorded run ${name.replaceAll("_", ", ")}`,
  });
}

/** @param {string} text @param {() => void} act @param {string} [kind] */
function button(text, act, kind = "button") {
  const element = make("button", text, { type: "button", class: kind });
  element.addEventListener("click", act);
  return element;
}
