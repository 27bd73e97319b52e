// One open lesson: what a step sets, where it goes, what it runs; the card shows the rest.

import { defaults } from "../../state/schema.js";
import { addSheet } from "../shared/sheet.js";
import { explainTerms } from "../shared/terms.js";
import { fetchBook } from "./book.js";
import { Card } from "./card.js";
import { keep, keptOf } from "./memory.js";
import { benchOf, measure } from "./running.js";
import { lookUp } from "./words.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {import("./book.js").Lesson} Lesson */
/** @typedef {{lesson: Lesson, index: number}} At */
/** @typedef {Record<string, import("../../state/schema.js").Values>} Settings by scope */

/** What a lesson is about, even where none of its steps sets anything of it. */
const ALWAYS = ["data", "bench"];

/** @param {Page} page */
export async function begin(page) {
  const [book] = await Promise.all([fetchBook(page.config), addSheet("lessons")]);
  explainTerms();
  const session = new Session(page, book);
  page.store.subscribe((state, before) => {
    if (state.params.lesson !== before.params.lesson) session.follow();
  });
  session.follow();
}

class Session {
  /** @param {Page} page @param {import("./book.js").Book} book */
  constructor(page, book) {
    this.page = page;
    this.book = book;
    this.card = new Card({
      onStep: (step) => this.go({ step }),
      onLeave: () => this.leave(),
      onRun: () => void this.run(),
      onShow: () => this.showFigure(),
      onGuess: (guess) => this.guessed(guess),
    });
    /** @type {At | null} */
    this.at = null;
    /** The visitor's own settings, to be put back. @type {Settings | null} */
    this.before = null;
    this.left = new AbortController();
  }

  /** @returns {At | null} */
  get wanted() {
    const { lesson: name, step } = this.page.store.get().params.lesson ?? {};
    const lesson = this.book.lessons.find((one) => one.name === name);
    if (!lesson) return null;
    return { lesson, index: Math.max(1, Math.min(Number(step), lesson.steps.length)) - 1 };
  }

  follow() {
    const { wanted, at } = this;
    if (wanted?.lesson === at?.lesson && wanted?.index === at?.index) return;
    this.left.abort();
    this.left = new AbortController();
    this.at = wanted;
    if (wanted) void this.enter(wanted, this.left.signal).catch(reportError);
    else this.close();
  }

  /** @param {Record<string, unknown>} values of the scope "lesson" */
  go(values) {
    this.page.store.dispatch({ type: "setMany", scope: "lesson", values });
  }

  /** @param {At} at @param {AbortSignal} signal */
  async enter({ lesson, index }, signal) {
    const step = lesson.steps[index];
    if (!step) return;
    // An address that names the lesson names a place as well, which is gone to first.
    await null;
    if (signal.aborted) return;
    this.before ??= this.page.store.get().params;
    const done = index + 1 === lesson.steps.length;
    keep(lesson.name, { step: index + 1, done: done || keptOf(lesson.name).done });
    // An answer that came by itself would be there before one has said what one expects.
    if (step.run?.panel === "bench") {
      const bench = await benchOf(this.page);
      if (signal.aborted) return;
      bench.pause();
    }
    for (const [scope, values] of Object.entries(this.settings({ lesson, index }))) {
      this.page.store.dispatch({ type: "setMany", scope, values });
    }
    if (step.go) this.page.go(step.go);
    this.card.show(lesson, index, this.kept({ lesson, index }));
  }

  /** All settings of the step: its own, those of the steps before it, else the defaults. @param {At} at @returns {Settings} */
  settings({ lesson: { steps }, index }) {
    const settings = settingsOf(steps.slice(0, index + 1));
    const { trials } = steps[index]?.run ?? {};
    if (trials) settings.bench = { ...settings.bench, trials };
    const touched = new Set([...ALWAYS, ...Object.keys(settingsOf(steps))]);
    const { scopes } = this.page;
    return Object.fromEntries(
      [...touched].map((scope) => [
        scope,
        { ...defaults(scopes[scope] ?? []), ...settings[scope] },
      ]),
    );
  }

  /** Whether a knob has been turned since the step has set them. @param {At} at */
  turned(at) {
    const now = this.page.store.get().params;
    return Object.entries(this.settings(at)).some(([scope, values]) =>
      Object.entries(values).some(
        ([name, value]) => JSON.stringify(now[scope]?.[name]) !== JSON.stringify(value),
      ),
    );
  }

  /** What an answer belongs to. @param {At} at */
  asked({ lesson: { steps }, index }) {
    const { run, figures } = steps[index] ?? {};
    const columns = Object.values(figures ?? {}).map(({ columns }) => columns);
    const settings = settingsOf(steps.slice(0, index + 1));
    return JSON.stringify([this.page.config.version, run, columns, settings]);
  }

  /** @param {At} at */
  kept(at) {
    const { guesses, answers } = keptOf(at.lesson.name);
    const answer = answers[at.index + 1];
    const fits = answer?.of === this.asked(at);
    return { guess: guesses[at.index + 1], ...(fits ? { answer } : {}) };
  }

  /** Shows what was found, and keeps it. @param {At} at @param {import("./words.js").Found} found @param {boolean} turned */
  answered(at, found, turned) {
    const { name } = at.lesson;
    const { answers } = keptOf(name);
    const answer = { of: this.asked(at), turned, found };
    keep(name, { answers: { ...answers, [at.index + 1]: answer } });
    this.card.answer(found);
  }

  /** @param {import("./memory.js").Guess} guess */
  guessed(guess) {
    if (!this.at) return;
    const { name } = this.at.lesson;
    const { guesses } = keptOf(name);
    keep(name, { guesses: { ...guesses, [this.at.index + 1]: guess } });
  }

  /** The figure that the step fills; the head of its part, where one comes from another view. */
  showFigure() {
    const { go, run } = this.at?.lesson.steps[this.at.index] ?? {};
    if (!go) return;
    const { places, store } = this.page;
    const here = store.get().place.view === places.of(`#${go}`).view;
    const figure = here ? document.querySelector(`figure[data-of="${run?.panel}"]`) : null;
    if (figure) figure.scrollIntoView({ behavior: "instant" });
    else this.page.go(go);
  }

  async run() {
    const { at, card, page } = this;
    const step = at?.lesson.steps[at.index];
    if (!at || !step) return;
    if (!step.run) return this.answered(at, lookUp(step.figures, []), false);
    const { signal } = this.left;
    const { view } = page.places.of(`#${step.go}`);
    const turned = this.turned(at);
    this.showFigure();
    const onProgress = (/** @type {string} */ text) => {
      if (!signal.aborted) card.running(text);
    };
    try {
      const summary = await measure(page, view, step.run, { signal, onProgress });
      if (!signal.aborted) this.answered(at, lookUp(step.figures, summary), turned);
    } catch (error) {
      if (!signal.aborted) card.failed(error instanceof Error ? error.message : String(error));
    }
  }

  /** Back to the visitor's own settings. */
  leave() {
    const { before, at } = this;
    const { store } = this.page;
    const touched = [...ALWAYS, ...Object.keys(settingsOf(at?.lesson.steps ?? []))];
    for (const scope of new Set(before ? touched : [])) {
      store.dispatch({ type: "setMany", scope, values: before?.[scope] ?? {} });
    }
    store.dispatch({ type: "reset", scope: "lesson" });
    this.page.go("lessons");
  }

  close() {
    this.before = null;
    this.page.bench?.resume();
    this.card.hide();
  }
}

/** What the steps set, the later before the earlier. @param {import("./book.js").Step[]} steps @returns {Settings} */
function settingsOf(steps) {
  /** @type {Settings} */
  const scopes = {};
  for (const [key, value] of steps.flatMap(({ set }) => Object.entries(set))) {
    const cut = key.indexOf(".");
    const scope = cut < 0 ? "data" : key.slice(0, cut);
    scopes[scope] = { ...scopes[scope], [key.slice(cut + 1)]: value };
  }
  return scopes;
}
