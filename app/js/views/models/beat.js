// Beat the machine: a person classifies twenty test signals beside the models' own answers.

import { LineChart } from "../../charts/line.js";
import { SignalChart } from "../../pictures/signals.js";
import { captionOf, dataSchemasOf, describeData, stamped } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { same } from "../../state/schema.js";
import { nameColumn, nameOf } from "../shared/classnames.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { enableDownloads, offerDownloads, picturesOf } from "../shared/downloads.js";
import { Crib } from "./beatcrib.js";
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

const YOU = /** @type {const} */ ({ id: "you", label: "you", mark: "circle" });

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
    this.offer();
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
    setText(byId("beat-origin"), this.origin());
    this.summary.say(this.sentence(), true);
    enableDownloads("beat", round > 0);
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

  origin() {
    const { game, set } = this;
    if (!game || !set) return "";
    const none = this.rivals().length === 0;
    const why = none ? " Run the four models on this data to see their answers too." : "";
    const recorded = this.parts.store.get().runs.compare?.phase === "recorded";
    const whose = !none && recorded ? " The models’ answers are of the recorded run." : "";
    const data = { ...set.params, data_seed: set.params.seed ?? 0 };
    const on = describeData(dataSchemasOf(this.parts.config), data);
    return `Draw ${game.seed}. Data: ${on}.${whose}${why}`;
  }

  /** The game as a run: its draw is its seed. @returns {import("../../state/identity.js").Made} */
  get made() {
    const { game, set } = this;
    const drawn = { ...set?.params, data_seed: set?.params.seed ?? 0, seed: game?.seed ?? 0 };
    const { backend } = this.parts.store.get().runtime;
    return { params: game ? drawn : {}, phase: "finished", origin: "", backend };
  }

  offer() {
    const { config } = this.parts;
    const title = "A person and four models on the same signals";
    const rows = () => this.rows().map((row) => stamped(config, this.made, row));
    offerDownloads("beat", {
      file: "mnist1d-beat",
      csv: () => toCsv(rows()),
      json: () => {
        const { params } = this.made;
        return JSON.stringify({ title, params, version: config.version, rows: rows() });
      },
      pictures: () => picturesOf("#beat-chart svg"),
      labels: () => ({ title, caption: captionOf(config, this.made), legend: [YOU, ...KINDS] }),
    });
  }

  /** @returns {import("../../pool/protocol.js").Row[]} */
  rows() {
    const { game } = this;
    const rivals = this.rivals();
    return (game?.answers ?? []).map((answer, round) => ({
      round: round + 1,
      test_index: game?.picks[round] ?? 0,
      true_class: game?.truths[round] ?? 0,
      ...nameColumn(this.data, game?.truths[round] ?? 0, "true_class_name"),
      you: answer,
      ...nameColumn(this.data, answer, "you_name"),
      ...Object.fromEntries(rivals.map(({ id, answers: all }) => [id, all[round] ?? null])),
    }));
  }
}
