// Beat the machine: a person classifies twenty test signals beside the models' own answers.

import { LineChart } from "../../charts/line.js";
import { SignalChart } from "../../pictures/signals.js";
import { paramsFor, schemasOf } from "../../state/config.js";
import { describeDifferences, differing } from "../../state/identity.js";
import { same } from "../../state/schema.js";
import { nameOf } from "../shared/classnames.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { Note } from "../shared/outdated.js";
import { Crib } from "./beatcrib.js";
import { offerGame, originOfGame, showGameFiles, YOU } from "./beatfiles.js";
import { answered, isOver, newGame, ROUNDS, rightOf, running } from "./beatgame.js";
import { Pad } from "./beatpad.js";
import { KINDS } from "./kinds.js";
import { answers, truths } from "./outcomes.js";
import { eraseScores, keepScore } from "./scores.js";
import { showScores } from "./scoretable.js";
import { fetchTestSet, sameData } from "./testset.js";

/** @typedef {import("../shared/probe.js").Parts} Parts */
/** @typedef {import("./beatgame.js").Game} Game */
/** @typedef {import("./testset.js").TestSet} TestSet */
/** @typedef {import("../../charts/line.js").Series} Series */

/** A digit with its article, or the class's own name. @param {import("../../state/schema.js").Values} params @param {number} label */
function named(params, label) {
  const name = nameOf(params, label);
  return name === String(label) ? `${label === 8 ? "an" : "a"} ${label}` : name;
}

export class BeatSection {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.root = byId("beat-game");
    this.board = new SignalChart(byId("beat-signal"), { most: 1 });
    this.review = new SignalChart(byId("beat-review"));
    this.chart = new LineChart(byId("beat-chart"), { aspect: 0.5 });
    this.summary = new Summary(byId("beat-summary"));
    this.start = find("#beat-start", HTMLButtonElement);
    /** @type {TestSet | null} */
    this.set = null;
    /** @type {Game | null} */
    this.game = null;
    this.pad = new Pad((label) => this.answer(label));
    this.crib = new Crib(parts.config);
    this.listen();
    const figure = find("#beat figure", HTMLElement);
    this.note = new Note(figure, { onAgain: () => void this.begin() });
    offerGame(this);
    this.show();
    showScores();
  }

  listen() {
    const { store } = this.parts;
    this.start.addEventListener("click", () => void this.begin());
    byId("beat-erase").addEventListener("click", () => {
      eraseScores();
      showScores();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
      event.preventDefault();
      this.answer(Number(event.key));
    });
    store.subscribe((state, before) => {
      if (state.runtime.phase !== before.runtime.phase) this.show();
      if (state.params.data !== before.params.data) this.show();
      if (state.runs.compare?.phase !== before.runs.compare?.phase) this.show();
    });
  }

  async begin() {
    this.start.disabled = true;
    this.say("Drawing twenty signals.");
    try {
      this.set = await fetchTestSet(this.parts);
      this.game = newGame(Math.floor(Math.random() * 10_000), this.set.labels);
      this.began = new Date().toISOString();
      this.review.draw([]);
      this.show();
      this.say(`The first signal. ${this.pad.prompt}`);
      this.root.focus({ preventScroll: true });
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      this.start.disabled = false;
    }
  }

  /** @param {number} digit */
  answer(digit) {
    const { game, set } = this;
    if (!game || !set || isOver(game) || !set.labels.includes(digit)) return;
    const truth = game.truths[game.answers.length] ?? 0;
    this.game = answered(game, digit);
    const [was, said] = [truth, digit].map((label) => named(set.params, label));
    const verdict = digit === truth ? `Right, ${was}.` : `That was ${was}, not ${said}.`;
    const right = rightOf(this.game.answers, game.truths);
    this.say(`${verdict} ${right} of ${this.game.answers.length}.`);
    byId("beat-feedback").dataset.right = String(digit === truth);
    this.show();
    if (isOver(this.game)) this.end(this.game);
  }

  /** @param {Game} game */
  end(game) {
    const { params } = /** @type {TestSet} */ (this.set);
    const right = rightOf(game.answers, game.truths);
    const score = { at: String(this.began), right, of: game.picks.length, seed: game.seed };
    const data = {
      data_seed: Number(params.seed),
      data: this.isDefault(params) ? "default" : "own",
    };
    if (!keepScore({ ...score, ...data })) this.say("This browser keeps nothing for this page.");
    showScores();
    const wrong = game.picks.flatMap((row, round) => {
      const [truth, said] = [game.truths[round] ?? 0, game.answers[round]];
      if (truth === said) return [];
      const x = this.set?.signal(row) ?? [];
      const caption = [truth, said ?? 0].map((label) => nameOf(params, label)).join(", not ");
      return [{ label: truth, caption, x, t: x.map((_, at) => at) }];
    });
    this.review.draw(wrong);
    this.start.focus({ preventScroll: true });
  }

  /** @param {import("../../state/schema.js").Values} params */
  isDefault(params) {
    const schemas = this.parts.config.experiments.dataset?.params ?? [];
    return schemas.every(({ name, default: usual }) => same(params[name] ?? usual, usual));
  }

  /** @param {string} text */
  say(text) {
    setText(byId("beat-feedback"), text);
  }

  show() {
    const { game, set } = this;
    const ready = this.parts.store.get().runtime.phase === "ready";
    const playing = game !== null && !isOver(game);
    this.root.dataset.phase = game ? (playing ? "playing" : "over") : "idle";
    this.start.disabled = !ready || playing;
    setText(find("[data-label]", HTMLElement, this.start), game ? "Play again" : "Start");
    this.pad.show(set, playing);
    this.crib.show(this.data);
    const round = game?.answers.length ?? 0;
    const row = game?.picks[round];
    setText(byId("beat-count"), playing ? `Signal ${round + 1} of ${game.picks.length}` : "");
    if (playing && set && row !== undefined) this.showSignal(set.signal(row));
    else this.board.draw([]);
    this.chart.draw(this.spec());
    setText(byId("beat-origin"), originOfGame(this));
    this.summary.say(this.sentence(), true);
    showGameFiles(this, round > 0);
    this.mark();
  }

  /** Whether the game is on the data that the controls have now. */
  mark() {
    const { config, store } = this.parts;
    const { params, runtime } = store.get();
    const now = paramsFor(config, params, "dataset");
    const asked = schemasOf(config, "dataset").filter(({ name }) => name in now);
    const others = this.set ? differing(asked, this.set.params, now) : [];
    const what = this.set && others.length ? describeDifferences(others, this.set.params, now) : "";
    const text = what && `This game is on other data than the controls have now: ${what}.`;
    this.note.show(text, { again: "Play on these", ready: runtime.phase === "ready" });
  }

  /** Of the game, or else of the next one. */
  get data() {
    return this.set?.params ?? this.parts.store.get().params.data ?? {};
  }

  /** @param {number[]} x */
  showSignal(x) {
    this.board.draw([{ label: 0, caption: "", x, t: x.map((_, at) => at) }]);
    const text = x.map((value) => value.toFixed(1)).join(" ");
    byId("beat-signal").setAttribute("aria-label", `The signal, from top to bottom: ${text}`);
  }

  /** The models' answers to the same signals, where they were trained on this very data. */
  rivals() {
    const { game, set } = this;
    const run = this.parts.store.get().runs.compare;
    if (!game || !set || !run || !sameData(run.params, set.params)) return [];
    const labels = truths(run.arrays, "plain");
    if (!labels || !same(labels, set.labels)) return [];
    return KINDS.flatMap((kind) => {
      const all = answers(run.arrays, kind.id, "plain");
      return all ? [{ ...kind, answers: game.picks.map((row) => all[row] ?? -1) }] : [];
    });
  }

  get human() {
    const { models } = this.parts.config.published;
    return models.find(({ source, model }) => source === "paper" && model === "human")?.low ?? 0;
  }

  /** @returns {Series[]} */
  series() {
    const { game } = this;
    if (!game) return [this.publishedHuman(ROUNDS)];
    const so = game.answers.length;
    const rivals = this.rivals().map(({ answers: all, ...kind }) => ({
      ...kind,
      points: running(all.slice(0, so), game.truths),
    }));
    const own = { ...YOU, dash: "", points: running(game.answers, game.truths) };
    return [this.publishedHuman(game.picks.length), ...rivals, own];
  }

  /** @param {number} rounds @returns {Series} */
  publishedHuman(rounds) {
    return {
      id: "human",
      label: "published human",
      mark: "none",
      dash: "3 3",
      points: [1, rounds].map((at) => /** @type {[number, number]} */ ([at, this.human])),
    };
  }

  spec() {
    return {
      x: {
        label: "signals answered",
        domain: /** @type {[number, number]} */ ([0, this.game?.picks.length ?? ROUNDS]),
        format: (/** @type {number} */ value) => (Number.isInteger(value) ? String(value) : ""),
      },
      y: {
        label: "right so far, percent",
        domain: /** @type {[number, number]} */ ([0, 100]),
        format: (/** @type {number} */ value) => String(Number(value.toFixed(1))),
      },
      series: this.series(),
    };
  }

  sentence() {
    const { game } = this;
    const human = `The published accuracy of a person is ${this.human} percent.`;
    if (!game || game.answers.length === 0) return human;
    const so = game.answers.length;
    const rivals = this.rivals().map(
      ({ label, answers: all }) => `${label} ${rightOf(all.slice(0, so), game.truths)}`,
    );
    const theirs = rivals.length > 0 ? ` On the same signals: ${rivals.join(", ")}.` : "";
    return `You: ${rightOf(game.answers, game.truths)} of ${so} right.${theirs} ${human}`;
  }
}
