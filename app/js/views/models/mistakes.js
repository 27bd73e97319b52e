// Where the compared models go wrong: confusion matrices, errors a class, and the very signals.

import { drawMatrix } from "../../charts/cells.js";
import { clearFigure } from "../../charts/figure.js";
import { drawRows } from "../../charts/rows.js";
import { SignalChart } from "../../pictures/signals.js";
import { originOf } from "../../state/identity.js";
import { nameColumn, nameOf } from "../shared/classnames.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { counted, percent } from "../shared/format.js";
import { withoutPython } from "../shared/lacking.js";
import { inPieces } from "../shared/pieces.js";
import { KINDS, labelOf } from "./kinds.js";
import { CLASSES, confusion, errorsByClass, mistakes, signalAt, worstPair } from "./outcomes.js";
import { fetchTestSet } from "./testset.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../shared/probe.js").Parts} Parts */

const SHOWN = 10;

/** @type {[number, number]} */
const PERCENT = [0, 100];

export class Mistakes {
  /** @param {Parts} parts */
  constructor(parts) {
    const { config, store } = parts;
    this.parts = parts;
    this.config = config;
    this.store = store;
    /** Test sets of runs that hold none, by their settings. @type {Map<string, import("./testset.js").TestSet>} */
    this.sets = new Map();
    this.asked = "";
    this.order = find("#mistakes-order", HTMLSelectElement);
    this.model = find("#mistakes-model", HTMLSelectElement);
    this.other = find("#mistakes-other", HTMLSelectElement);
    this.page = 0;
    this.drawn = "";
    this.gallery = new SignalChart(byId("mistakes-signals"));
    this.summaries = {
      matrix: new Summary(byId("confusion-summary")),
      classes: new Summary(byId("classerrors-summary")),
      signals: new Summary(byId("mistakes-summary")),
    };
    this.listen();
    this.offer();
    this.show();
  }

  listen() {
    this.order.addEventListener("change", () => {
      this.show();
      void this.fetchSignals();
    });
    for (const field of [this.model, this.other]) {
      field.addEventListener("change", () => {
        this.page = 0;
        this.showSignals();
      });
    }
    byId("mistakes-more").addEventListener("click", () => {
      this.page += 1;
      this.showSignals();
    });
    new IntersectionObserver(() => void this.fetchSignals()).observe(byId("mistakes-signals"));
    this.store.subscribe((state, before) => {
      if (state.runs.compare !== before.runs.compare && this.changed()) this.show();
      if (state.runtime.phase !== before.runtime.phase) void this.fetchSignals();
    });
  }

  get run() {
    return /** @type {RunView} */ (this.store.get().runs.compare);
  }

  /** What a class of the shown run is called. @param {number} label */
  name = (label) => nameOf(this.run?.params, label);

  /** "digit 3", or the name in the visitor's file. @param {number} label */
  classOf(label) {
    const name = this.name(label);
    return name === String(label) ? `digit ${label}` : name;
  }

  get arrays() {
    return this.run?.arrays ?? {};
  }

  /** While a run grows there is nothing new here until a training has ended. */
  changed() {
    return this.key() !== this.drawn;
  }

  key() {
    const { phase } = this.run;
    return `${phase === "recorded"} ${phase === "planning"} ${Object.keys(this.arrays).length}`;
  }

  matrices() {
    return KINDS.map((kind) => ({
      ...kind,
      found: confusion(this.arrays, kind.id, this.order.value),
    }));
  }

  show() {
    if (!this.run) return;
    this.drawn = this.key();
    for (const id of ["confusion-origin", "classerrors-origin", "mistakes-origin"]) {
      setText(byId(id), originOf(this.config, this.run));
    }
    const jobs = this.matrices().map((kind) => () => this.showMatrix(kind));
    const rest = [() => this.tell(), () => this.drawClasses(), () => this.showSignals()];
    void inPieces([...jobs, ...rest]);
  }

  /** @param {ReturnType<Mistakes["matrices"]>[number]} kind */
  showMatrix({ id, found }) {
    const host = byId(`confusion-${id}`);
    if (found) drawMatrix(host, id, found.counts, CLASSES, this.name);
    else clearFigure(host);
    setText(byId(`confusion-${id}-note`), found ? "" : "not run with these positions");
  }

  tell() {
    const parts = this.matrices().flatMap(({ label, found }) => {
      if (!found) return [];
      const { truth, answer, count: times } = worstPair(found.counts);
      return times > 0
        ? [
            `${label}: a ${this.name(truth)} taken for a ${this.name(answer)} (${counted(times, "time")})`,
          ]
        : [];
    });
    const none = "No model has been run with the positions in this order.";
    this.summaries.matrix.say(
      parts.length > 0 ? `The most frequent confusions. ${parts.join("; ")}.` : none,
      true,
    );
  }

  drawClasses() {
    const kinds = this.matrices().filter(({ found }) => found !== null);
    const errors = kinds.map(({ found }) => errorsByClass(found?.counts ?? []));
    const rows = Array.from({ length: CLASSES }, (_, digit) => ({
      label: this.classOf(digit),
      points: kinds.map((kind, index) => ({ ...kind, value: errors[index]?.[digit] ?? null })),
    }));
    const format = (/** @type {number} */ value) => String(Number(value.toFixed(1)));
    const axis = { label: "wrong answers, percent", domain: PERCENT, format };
    drawRows(byId("classerrors-chart"), rows, axis, { line: 16, shared: true });
    const parts = kinds.map(({ label }, index) => {
      const own = errors[index] ?? [];
      const worst = own.indexOf(Math.max(...own));
      return `${label}: ${this.classOf(worst)} is hardest, ${percent(own[worst] ?? 0)} wrong`;
    });
    const none = "No model has been run with the positions in this order.";
    this.summaries.classes.say(parts.length > 0 ? `${parts.join("; ")}.` : none, true);
  }

  /** The data of the shown run with its positions in the chosen order. */
  get data() {
    return { ...this.run.params, shuffle_seq: this.order.value === "shuffled" };
  }

  /** A recorded run holds no signals, but they can be made again, as soon as someone looks. */
  async fetchSignals() {
    const { order, arrays, data } = this;
    const key = JSON.stringify(data);
    const seen = byId("mistakes-signals").getBoundingClientRect();
    const near = seen.top < window.innerHeight && seen.bottom > 0;
    const ready = this.store.get().runtime.phase === "ready";
    if (arrays[`test_x/${order.value}`] || !ready || !near || this.asked === key) return;
    this.asked = key;
    try {
      this.sets.set(key, await fetchTestSet(this.parts, data));
    } catch {
      // Data from a file that is no longer there; the sentence under the figure says what to do.
      return;
    }
    this.showSignals();
  }

  /** @param {number} index @returns {number[] | null} */
  signal(index) {
    const own = signalAt(this.arrays, this.order.value, index);
    return own ?? this.sets.get(JSON.stringify(this.data))?.signal(index) ?? null;
  }

  found() {
    return mistakes(this.arrays, this.order.value, this.model.value, this.other.value);
  }

  showSignals() {
    const found = this.found();
    const pages = Math.max(1, Math.ceil((found?.length ?? 0) / SHOWN));
    const at = this.page % pages;
    const chosen = (found ?? []).slice(at * SHOWN, (at + 1) * SHOWN);
    const signals = chosen.flatMap(({ index, truth, answer }) => {
      const x = this.signal(index);
      const caption = `${this.name(truth)}, not ${this.name(answer)}`;
      return x ? [{ label: truth, caption, x, t: x.map((_, i) => i) }] : [];
    });
    this.gallery.draw(signals);
    byId("mistakes-more").hidden = signals.length === 0 || pages === 1;
    this.summaries.signals.say(this.sentence(found, signals.length, at), true);
  }

  /** @param {ReturnType<typeof mistakes>} found @param {number} shown @param {number} at */
  sentence(found, shown, at) {
    const model = labelOf(this.model.value);
    const other = this.other.value ? ` and ${labelOf(this.other.value)} gets right` : "";
    if (!found) return "Run these models to see the signals they get wrong.";
    const total = `${counted(found.length, "test signal")} that ${model} gets wrong${other}, first seed`;
    if (found.length === 0) return `${total}.`;
    const waits = "The signals themselves are made once Python is here.";
    if (shown === 0) return `${total}. ${withoutPython(this.store.get().runtime, waits)}`;
    const surest = found.some(({ sure }) => sure !== null);
    const order = surest ? "the surest mistakes first" : "in the order of the test set";
    return `${total}; ${at * SHOWN + 1} to ${at * SHOWN + shown}, ${order}.`;
  }

  offer() {
    const shared = { run: "compare", experiment: "benchmark", whole: false };
    offerFigure(this, {
      ...shared,
      name: "confusion",
      title: "Confusion matrices on MNIST-1D",
      rows: () => this.matrixRows(),
      pictures: "#confusion-figure .matrix svg",
    });
    offerFigure(this, {
      ...shared,
      name: "classerrors",
      title: "Errors by class on MNIST-1D",
      rows: () => this.classRows(),
      legend: () => KINDS,
      pictures: "#classerrors-chart svg",
    });
    offerFigure(this, {
      ...shared,
      name: "mistakes",
      title: "Signals of MNIST-1D that a model gets wrong",
      rows: () => this.signalRows(),
      pictures: "#mistakes-signals svg",
    });
  }

  /** A class as columns of a file: its label, and its name where it has one. @param {number} label @param {string} [column] @returns {Row} */
  called(label, column = "true_class") {
    return { [column]: label, ...nameColumn(this.run?.params, label, `${column}_name`) };
  }

  /** @returns {Row[]} */
  matrixRows() {
    return this.matrices().flatMap(({ id, found }) =>
      (found?.counts ?? []).map((times, at) => ({
        model: id,
        positions: this.order.value,
        ...this.called(Math.floor(at / CLASSES)),
        ...this.called(at % CLASSES, "answer"),
        count: times,
      })),
    );
  }

  /** @returns {Row[]} */
  classRows() {
    return this.matrices().flatMap(({ id, found }) =>
      errorsByClass(found?.counts ?? []).map((error, digit) => ({
        model: id,
        positions: this.order.value,
        ...this.called(digit),
        error_percent: error,
      })),
    );
  }

  /** @returns {Row[]} */
  signalRows() {
    return (this.found() ?? []).map(({ index, truth, answer, sure }) => ({
      model: this.model.value,
      positions: this.order.value,
      test_index: index,
      ...this.called(truth),
      ...this.called(answer, "answer"),
      probability: sure,
    }));
  }
}
