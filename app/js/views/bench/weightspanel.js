// The first layer of the first trial's ticket, level by level as the search goes, and pruning by
// hand: strike out, retrain, and see the point beside the ticket's of the same size.

import { WeightsChart } from "../../pictures/cells.js";
import { runTasks } from "../../pool/task.js";
import { numbers } from "../../state/record.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { watchSight } from "../shared/sight.js";
import { points } from "../tickets/wording.js";
import { ByHand } from "./byhand.js";
import { percentRemoved } from "./words.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("./byhand.js").Brush} Brush */

export class WeightsPanel {
  /** @param {BenchView} bench */
  constructor(bench) {
    this.bench = bench;
    this.canvas = find("#bench-weights", HTMLCanvasElement);
    this.chart = new WeightsChart(this.canvas);
    /** @type {ByHand | null} */
    this.byHand = null;
    /** Settings that the tries belong to. */
    this.key = "";
    /** @type {import("./curve.js").Dot[]} */
    this.dots = [];
    /** @type {Brush} */
    this.brush = "weight";
    /** The level on show; null follows the search. @type {number | null} */
    this.level = null;
    this.training = false;
    /** What the picture is of. @type {{weights: unknown, mask: unknown}} */
    this.of = { weights: null, mask: null };
    this.sees = watchSight(this.canvas.parentElement ?? this.canvas, () => bench.schedule());
    this.listen();
  }

  listen() {
    for (const chip of document.querySelectorAll("[data-brush]")) {
      chip.addEventListener("click", () => this.choose(chip));
    }
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons === 1 && canvas.hasPointerCapture(event.pointerId)) this.strike(event);
    });
    // The finger has begun to scroll, and meant no weights.
    canvas.addEventListener("pointercancel", () => this.takeBack());
    byId("bench-undo").addEventListener("click", () => {
      this.byHand?.undo();
      this.bench.schedule();
    });
    byId("bench-retrain").addEventListener("click", () => void this.retrain());
  }

  /** @param {Element} chosen */
  choose(chosen) {
    this.brush = /** @type {Brush} */ (chosen.getAttribute("data-brush"));
    for (const chip of document.querySelectorAll("[data-brush]")) {
      chip.setAttribute("aria-pressed", String(chip === chosen));
    }
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button !== 0 || !this.chart.weights) return;
    this.canvas.setPointerCapture(event.pointerId);
    // One strikes out of what one sees: from here on it stays.
    const { units, inputs } = this.chart.weights;
    this.byHand ??= new ByHand(units, inputs);
    this.byHand.begin();
    this.strike(event);
  }

  /** @param {PointerEvent} event */
  strike(event) {
    const cell = this.chart.cellAt(event.clientX, event.clientY);
    if (cell && this.byHand?.strike(this.brush, cell)) this.bench.schedule();
  }

  takeBack() {
    this.byHand?.takeBack();
    if (this.byHand?.removed === 0) this.byHand = null;
    this.bench.schedule();
  }

  /** The levels that have a picture, newest last. @returns {number[]} */
  get levels() {
    const { answer } = this.bench.runner;
    const all = [0, ...this.bench.sparsities];
    return all.filter((_, level) => answer?.array(placeOf("weights", level)));
  }

  /** @param {boolean} all also where it is out of sight */
  show(all) {
    const { runner } = this.bench;
    const key = runner.answer?.key ?? "";
    if (key !== this.key) this.forget(key);
    const { levels } = this;
    const follow = runner.phase === "running" && (runner.answer?.trials.length ?? 0) === 0;
    const shown = this.level ?? (follow ? levels.length - 1 : this.pickedLevel());
    this.showLevels(levels, shown);
    // On a phone the picture may be below the screen, and there is little time to draw.
    if (all || runner.phase !== "running" || this.sees()) {
      this.drawLevel(Math.min(shown, levels.length - 1));
    }
    this.canvas.parentElement?.classList.toggle("empty", !this.chart.weights);
    this.showBrush();
  }

  /** Other settings have another network: what was struck out of this one is gone with it. @param {string} key */
  forget(key) {
    this.key = key;
    this.level = null;
    this.byHand = null;
    this.dots = [];
  }

  pickedLevel() {
    return 1 + this.bench.sparsities.indexOf(this.bench.sparsity);
  }

  /** What stands there already is left: it is five thousand cells. @param {number} level */
  drawLevel(level) {
    const { answer } = this.bench.runner;
    const weights = answer?.array(placeOf("weights", this.byHand ? 0 : level));
    const mask = answer?.array(placeOf("mask", this.byHand ? 0 : level));
    if (!weights || !mask) return;
    const [units = 0, inputs = 0] = weights.shape;
    const left = this.byHand?.mask ?? mask.bytes;
    const stands = this.of.weights === weights && this.of.mask === left;
    if (stands && !this.byHand) return;
    this.of = { weights, mask: left };
    this.chart.draw({ units, inputs, values: numbers(weights), mask: left });
  }

  /** @param {number[]} levels @param {number} shown */
  showLevels(levels, shown) {
    const host = byId("bench-levels");
    const text = `${levels.join()} ${this.byHand ? "own" : shown}`;
    if (host.dataset.shown === text) return;
    host.dataset.shown = text;
    const chips = levels.map((sparsity, level) => {
      const pressed = String(!this.byHand && level === shown);
      const chip = make("button", percentRemoved(sparsity), { type: "button", class: "chip" });
      chip.setAttribute("aria-pressed", pressed);
      chip.addEventListener("click", () => {
        this.level = level;
        this.byHand = null;
        if (level > 0) this.bench.picked = sparsity;
        this.bench.schedule();
      });
      return chip;
    });
    host.replaceChildren(...chips);
  }

  showBrush() {
    const removed = this.byHand?.removed ?? 0;
    byId("bench-undo").toggleAttribute("disabled", removed === 0);
    byId("bench-retrain").toggleAttribute("disabled", removed === 0 || this.training);
    setText(byId("bench-brush-note"), this.note(removed));
  }

  /** @param {number} removed */
  note(removed) {
    const { byHand } = this;
    if (this.training) return "Retraining …";
    if (!byHand) return "Draw on the picture.";
    const share = percentRemoved(removed / byHand.mask.length);
    const { best } = byHand;
    if (!best) return `${share} struck out.`;
    const lead = best.accuracy - (best.ticket ?? 0);
    const against =
      best.ticket === null ? "" : ` (${lead > 0 ? "+" : ""}${points(lead)} on the ticket)`;
    return `${share} struck out. Your best: ${points(best.accuracy)} %${against}.`;
  }

  /** @returns {import("./curve.js").Dot[]} */
  tries() {
    return this.dots;
  }

  /** Trains under the mask by hand from the same initial weights, beside the ticket of its size. */
  async retrain() {
    const { byHand, bench } = this;
    const { pool } = bench.runtime;
    if (!byHand || !pool || this.training) return;
    this.training = true;
    bench.schedule();
    const own = { own_mask: byHand.packed(), arms: [], trials: 1 };
    try {
      const states = await runTasks(pool, "bench", { ...bench.params, ...own });
      this.took(
        byHand,
        states.flatMap((state) => state.rows),
      );
    } catch (error) {
      setText(byId("bench-note"), error instanceof Error ? error.message : String(error));
    } finally {
      this.training = false;
      bench.schedule();
    }
  }

  /** @param {ByHand} byHand @param {import("../../pool/protocol.js").Row[]} rows */
  took(byHand, rows) {
    const final = (/** @type {string} */ arm) => rows.find((row) => row.arm === arm && row.final);
    const [own, ticket] = [final("own"), final("own_ticket")];
    if (!own) return;
    const sparsity = Number(own.sparsity);
    const accuracy = Number(own.test_acc);
    byHand.remember({
      removed: byHand.removed,
      sparsity,
      accuracy,
      ticket: ticket ? Number(ticket.test_acc) : null,
    });
    this.dots = [...this.dots, { sparsity, mean: accuracy, low: null, high: null }];
  }
}

/** How the name of the first layer's array begins. @param {"weights" | "mask"} what @param {number} level of the first trial's ticket */
function placeOf(what, level) {
  return `${what}/${level === 0 ? "dense" : "lottery"}/trial0/level${level}/`;
}
