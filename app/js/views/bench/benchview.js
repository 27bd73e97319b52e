// Puts the bench together: settings in, answers out.

import { paint, paintFollowing } from "../../pictures/paint.js";
import { paramsFor, schemasOf } from "../../state/config.js";
import { dataSchemasOf } from "../../state/identity.js";
import { newId } from "../../state/owner.js";
import { emptyRun } from "../../state/store.js";
import { byId, find, setText } from "../shared/dom.js";
import { watchSight } from "../shared/sight.js";
import { recordOf } from "./answerrecord.js";
import { Curve } from "./curve.js";
import { watchDragging } from "./dragging.js";
import { Files } from "./files.js";
import { Modes } from "./modes.js";
import { fillPins, Pins } from "./pins.js";
import { Runner } from "./runner.js";
import { TrainingCurves } from "./trainingcurves.js";
import { Transport } from "./transport.js";
import { WeightsPanel } from "./weightspanel.js";
import { finding, percentRemoved } from "./words.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/schema.js").Values} Values */

/** @typedef {import("../shell/mounts.js").Page} Page */

export class BenchView {
  /** @param {Page} page */
  constructor({ config, store, runtime, staging }) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    this.begin = staging.begin;
    this.grid = byId("bench-grid");
    this.runner = new Runner({
      experiment: "bench",
      pool: () => this.pool,
      quick: config.experiments.bench?.presets.drag ?? {},
      onComputing: (on) => this.computing(on),
    });
    const schemas = { schemas: schemasOf(config, "bench"), data: dataSchemasOf(config) };
    this.pins = new Pins(schemas, (a, b) => this.compare(a, b));
    this.curve = new Curve(byId("bench-curve"), (sparsity) => this.pick(sparsity));
    this.training = new TrainingCurves(byId("bench-training"));
    this.weights = new WeightsPanel(this);
    this.modes = new Modes(this);
    this.transport = new Transport(this);
    this.files = new Files(this);
    /** The sparsity that the words, the weights and the differences are about; null: the middle one. @type {number | null} */
    this.picked = null;
    this.own = 0;
    this.job = () => this.show();
    this.sees = watchSight(byId("bench-training"), () => this.schedule());
    /** Calls of window.lab.bench.settled that wait: it works for them in any view. */
    this.awaited = 0;
  }

  /** The workers, once they are there. */
  get pool() {
    return this.store.get().runtime.phase === "ready" ? this.runtime.pool : null;
  }

  /** All parameters of the experiment. @returns {Values} */
  get params() {
    return paramsFor(this.config, this.store.get().params, "bench");
  }

  /** Those of an experiment of the same kind, at the bench's settings but for how often. @param {string} experiment @returns {Values} */
  paramsOf(experiment) {
    const { params } = this.store.get();
    const takes = new Set(schemasOf(this.config, experiment).map(({ name }) => name));
    const own = Object.entries(params.bench ?? {}).filter(
      ([name]) => takes.has(name) && name !== "trials",
    );
    const given = { ...params, [experiment]: Object.fromEntries(own) };
    return paramsFor(this.config, given, experiment);
  }

  /** @returns {number[]} */
  get sparsities() {
    const levels = this.params.sparsities;
    return Array.isArray(levels) ? levels.map(Number).filter((level) => level > 0) : [];
  }

  get sparsity() {
    const levels = this.sparsities;
    const middle = levels[Math.floor((levels.length - 1) / 2)] ?? 0;
    return this.picked !== null && levels.includes(this.picked) ? this.picked : middle;
  }

  mount() {
    const dragging = watchDragging(this.grid, () => this.runner.settle());
    this.store.subscribe((state, before) => {
      const changed = ["data", "bench"].some((s) => state.params[s] !== before.params[s]);
      if (changed) {
        this.runner.wish(this.params, dragging.now);
        this.modes.other?.begin();
      }
      if (state.runtime !== before.runtime || state.place !== before.place) this.mayRun();
    });
    document.addEventListener("visibilitychange", () => this.mayRun());
    // Before all is drawn for paper (shell/printing.js), so that nothing of it is of earlier trials.
    addEventListener("beforeprint", () => this.show({ all: true }), { capture: true });
    this.runner.subscribe((following) => this.schedule(following));
    byId("bench-pin").addEventListener("click", () => this.pin());
    this.runner.params = this.params;
    this.mayRun();
    this.show();
  }

  /** One run of one's own counts among those that are active. @param {boolean} on */
  computing(on) {
    this.own += on ? 1 : -1;
    this.store.dispatch({ type: "active", change: on ? 1 : -1 });
  }

  /** Whether another run has the workers. */
  get makesWay() {
    return this.store.get().runtime.active - this.own > 0;
  }

  /** The bench makes way for any other run, and works only while somebody looks at it. */
  mayRun() {
    const { runtime, place } = this.store.get();
    const ready = runtime.phase === "ready";
    const seen = place.view === "bench" && !document.hidden;
    const away = !ready || this.makesWay || !(seen || this.awaited > 0);
    this.modes.hold(away);
    if (ready && seen) this.transport.ready();
  }

  /** Somebody waits for an answer, or no longer does. @param {1 | -1} change */
  await(change) {
    this.awaited += change;
    this.mayRun();
  }

  /** @param {number} sparsity */
  pick(sparsity) {
    const near = (/** @type {number} */ level) => Math.abs(level - sparsity);
    this.picked = this.sparsities.reduce((a, b) => (near(b) < near(a) ? b : a), Infinity);
    this.schedule();
  }

  pin() {
    const { answer } = this.runner;
    if (!answer) return;
    this.pins.add(answer);
    this.show();
    // Where the column scrolls by itself; the window stays at the curve.
    const words = find(".benchwords", HTMLElement);
    words.scrollTop = words.scrollHeight;
    void this.keep(answer, "bench", "bench");
  }

  /** A pinned answer is a run that has come to its end, and is kept as such. @param {import("./answers.js").Answer} answer @param {string} experiment @param {string} name */
  async keep(answer, experiment, name) {
    const { runtime, store } = this;
    const params = { ...answer.settled, trials: answer.inOrder };
    const record = await recordOf(runtime.ready, experiment, answer);
    const { backend } = store.get().runtime;
    const patch = { ...emptyRun(), phase: /** @type {const} */ ("finished"), params, record };
    store.dispatch({ type: "run", name, patch: { ...patch, backend, id: newId() } });
  }

  /** Paired differences b − a by arm and sparsity. @param {Row[]} a @param {Row[]} b @returns {Promise<Row[]>} */
  async compare(a, b) {
    const { pool } = this;
    if (!pool) return [];
    const rows = JSON.stringify({ a, b });
    const call = /** @type {const} */ ({ name: "compare" });
    return JSON.parse(await pool.call({ ...call, rows }));
  }

  /** At most once an animation frame. @param {boolean} [following] what runs, and not somebody's hand */
  schedule(following = false) {
    if (following) paintFollowing(this.job);
    else paint(this.job);
  }

  /** @param {{all?: boolean}} [how] also what is out of sight */
  show({ all = false } = {}) {
    const { runner } = this;
    const { answer } = runner;
    this.grid.dataset.phase = runner.phase;
    this.grid.toggleAttribute("data-stale", runner.stale && answer !== null);
    this.grid.dataset.trials = String(answer && !runner.stale ? answer.summarised : 0);
    this.transport.show();
    this.weights.show(all);
    // On a phone it lies below the screen, and there is little time to draw.
    if (all || runner.phase !== "running" || this.sees()) {
      this.training.show(answer, this.sparsity, Number(this.params.steps));
    }
    setText(byId("bench-training-caption"), trainingCaption(answer, this.sparsity));
    this.showPins();
    this.files.show();
    byId("bench-rivals").hidden = this.modes.other !== null;
    if (this.modes.other) this.modes.other.show();
    else this.showCurve();
  }

  showCurve() {
    const { answer, quick } = this.runner;
    this.curve.draw({
      answer,
      quick,
      pins: this.pins.named(this.params),
      own: this.weights.tries(),
      picked: this.sparsity,
    });
    setText(byId("bench-rivals"), this.modes.rates.beside());
    const { stale, phase } = this.runner;
    if (!answer || stale) {
      if (phase === "paused") setText(byId("bench-finding"), waits(answer !== null));
      return;
    }
    const text = finding(answer.summary, this.sparsity, answer.summarised);
    // At once: it must say as many trials as the note and the bands show.
    setText(byId("bench-finding"), text || "The first trial is being trained.");
  }

  showPins() {
    const { answer } = this.runner;
    const usable = answer !== null && answer.summarised > 0 && !this.runner.stale;
    const pin = find("#bench-pin", HTMLButtonElement);
    pin.disabled = !usable;
    byId("bench-pins-region").hidden = this.pins.answers.length === 0;
    if (usable) this.pins.renew(answer, () => this.schedule());
    const rows = this.pins.named(this.params).map((pin) => ({
      pin,
      differences: this.pins.differences.get(pin.answer.key)?.rows ?? [],
    }));
    const table = /** @type {HTMLTableElement} */ (byId("bench-pins"));
    const shown = JSON.stringify([rows.map((r) => [r.pin.name, r.differences]), this.sparsity]);
    if (table.dataset.shown === shown) return;
    table.dataset.shown = shown;
    fillPins(table, rows, this.sparsity, (key) => {
      this.pins.remove(key);
      this.schedule();
    });
  }
}

/** @param {boolean} drawn whether there is a curve, of other settings */
function waits(drawn) {
  return drawn
    ? "The curve is of the knobs as they were. Press Play for how they are now."
    : "Nothing has been trained yet. Press Play.";
}

/** @param {import("./answers.js").Answer | null} answer @param {number} sparsity */
function trainingCaption(answer, sparsity) {
  const seed = answer ? ` (seed ${answer.params.seed})` : "";
  return `While they learn${seed}, ${percentRemoved(sparsity)} removed: accuracy by step, percent`;
}
