// Part 4: accuracy against sparsity for lottery, random and dense, and the masks beside it.

import { LineChart } from "../charts/line.js";
import { MaskChart } from "../charts/mask.js";
import { niceDomain } from "../charts/scale.js";
import { count, milliseconds, percent, share } from "../format.js";
import { byId, fillFacts, fillTable, find, Summary, setText } from "./dom.js";
import { ARMS, finals, sparsities, underway, wholeSize, withDense } from "./lotteryrows.js";
import { originOf } from "./models.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../store.js").RunView} RunView */
/** @typedef {import("../store.js").State} State */
/** @typedef {import("./lotteryrows.js").Arm} Arm */
/** @typedef {import("../charts/line.js").Series} Series */

export const LEGEND = /** @type {const} */ ([
  { id: "lottery", label: "lottery", mark: "circle", dash: "" },
  { id: "random", label: "random", mark: "triangle", dash: "7 4" },
  { id: "dense", label: "dense", mark: "square", dash: "2 4" },
]);

/** @param {RunView} run @returns {Series[]} dense first, so that the others lie on top of it */
function seriesOf({ rows }) {
  return [...LEGEND].reverse().map(({ id, label, mark, dash }) => {
    const levels = id === "dense" ? finals(rows, "dense") : withDense(rows, id);
    /** @type {[number, number][]} */
    const points = levels.map((level) => [level.sparsity, level.mean]);
    const dense = id === "dense" ? points[0] : undefined;
    if (dense) points.push([1, dense[1]]);
    /** @type {[number, number][]} */
    const trials = finals(rows, id).flatMap(({ sparsity, values }) =>
      values.map((value) => /** @type {[number, number]} */ ([sparsity, value])),
    );
    return { id, label, mark, dash, points, dots: [...trials, ...underway(rows, id)] };
  });
}

/** @param {RunView} run @param {number} level */
function specOf(run, level) {
  const series = seriesOf(run);
  const values = series.flatMap((line) => [...line.points, ...(line.dots ?? [])].map(([, y]) => y));
  return {
    x: {
      label: "weights removed",
      domain: /** @type {[number, number]} */ ([0, 1]),
      format: share,
    },
    y: {
      label: "test accuracy, percent",
      domain: niceDomain(values, { floor: 0, ceiling: 100 }),
      format: (/** @type {number} */ v) => String(Number(v.toFixed(1))),
    },
    series,
    cursor: sparsities(run.rows)[level] ?? null,
  };
}

/** The level on show: the visitor's choice, or else the newest that has a mask. @param {State} state */
function levelOf(state) {
  const levels = sparsities(state.runs.lottery?.rows ?? []).length;
  return Math.max(0, Math.min(state.level ?? levels - 1, levels - 1));
}

export class TicketSection {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.chart = new LineChart(byId("tickets-chart"), {
      aspect: 0.68,
      onPick: (sparsity) => this.pick(sparsity),
    });
    this.masks = {
      lottery: new MaskChart(find("#mask-lottery", HTMLCanvasElement)),
      random: new MaskChart(find("#mask-random", HTMLCanvasElement)),
    };
    this.slider = find("#tickets-level", HTMLInputElement);
    this.slider.addEventListener("input", () => {
      store.dispatch({ type: "level", level: Number(this.slider.value) });
    });
    this.summary = new Summary(byId("tickets-summary"));
    store.subscribe((state, before) => {
      if (state.runs.lottery !== before.runs.lottery || state.level !== before.level) this.show();
    });
    this.show();
  }

  /** @param {number} sparsity */
  pick(sparsity) {
    const level = sparsities(this.store.get().runs.lottery?.rows ?? []).indexOf(sparsity);
    if (level >= 0) this.store.dispatch({ type: "level", level });
  }

  show() {
    const state = this.store.get();
    const run = state.runs.lottery;
    if (!run) return;
    const level = levelOf(state);
    this.chart.draw(specOf(run, level));
    this.showLevel(run, level);
    this.showMask(run, "lottery", level);
    this.showMask(run, "random", level);
    setText(byId("tickets-origin"), originOf(run));
    for (const arm of ARMS) setText(byId(`tickets-${arm}`), lastMean(run, arm));
    showTable(run);
    fillFacts(byId("tickets-facts"), factsOf(run, state.runtime.workers));
    this.summary.say(describe(run), run.phase !== "running");
  }

  /** @param {RunView} run @param {number} level */
  showLevel(run, level) {
    const levels = sparsities(run.rows);
    this.slider.max = String(Math.max(0, levels.length - 1));
    if (this.slider.value !== String(level)) this.slider.value = String(level);
    const text = `${level}: ${share(levels[level] ?? 0)} removed`;
    this.slider.setAttribute("aria-valuetext", text);
    setText(byId("tickets-level-text"), text);
  }

  /** @param {RunView} run @param {"lottery" | "random"} arm @param {number} level */
  showMask(run, arm, level) {
    // Level 0 is the dense network, which only the lottery task trains.
    const of = level === 0 ? "lottery" : arm;
    const array = run.arrays[`mask/${of}/trial0/level${level}/W1`];
    const caption = byId(`mask-${arm}-text`);
    const [units, inputs] = array?.shape ?? [];
    if (!array || units === undefined || inputs === undefined) {
      this.masks[arm].draw(null);
      delete caption.dataset.level;
      setText(caption, "No mask at this level yet.");
      return;
    }
    if (this.masks[arm].mask?.bytes === array.bytes && caption.dataset.level === String(level))
      return;
    caption.dataset.level = String(level);
    this.masks[arm].draw({ shape: [units, inputs], bytes: array.bytes });
    const kept = array.bytes.reduce((sum, bit) => sum + bit, 0);
    const text = `${count(kept)} of ${count(array.bytes.length)} weights of the first layer survive (trial 1).`;
    setText(caption, text);
    find(`#mask-${arm}`, HTMLCanvasElement).setAttribute(
      "aria-label",
      `First-layer ${arm} mask at level ${level}: ${text}`,
    );
  }
}

/** @param {RunView} run @param {Arm} arm */
function lastMean(run, arm) {
  const last = finals(run.rows, arm).pop();
  return last ? percent(last.mean) : "";
}

/** @param {RunView} run */
function showTable({ rows }) {
  const byArm = Object.fromEntries(ARMS.map((arm) => [arm, finals(rows, arm)]));
  const dense = byArm.dense?.[0];
  const lines = sparsities(rows).map((sparsity, level) => [
    share(sparsity),
    ...["lottery", "random"].map((arm) => {
      const result = level === 0 ? dense : byArm[arm]?.find((item) => item.level === level);
      return result ? `${percent(result.mean)} (${result.values.length})` : "";
    }),
    dense ? percent(dense.mean) : "",
  ]);
  const head = ["weights removed", "lottery (trials)", "random (trials)", "dense"];
  fillTable(find("#tickets-table", HTMLTableElement), head, lines);
}

/** @param {RunView} run */
function describe(run) {
  const parts = ARMS.flatMap((arm) => {
    const last = finals(run.rows, arm).pop();
    if (!last) return [];
    const where = arm === "dense" ? "" : ` at ${share(last.sparsity)} removed`;
    return [`${arm} ${percent(last.mean)}${where}`];
  });
  if (parts.length === 0) return "No level is finished yet.";
  const trials = Number(run.params.trials);
  return `Final test accuracy: ${parts.join(", ")}; mean of up to ${trials} trial${trials === 1 ? "" : "s"}, from seed ${run.params.seed}.`;
}

/** @param {RunView} run @param {number} workers @returns {Parameters<typeof fillFacts>[1]} */
function factsOf(run, workers) {
  const { latest } = run;
  if (!latest) return [];
  const allowed = Number(latest.survivors);
  const nonzero = Number(latest.nonzero);
  return [
    {
      name: `Non-zero weights now, of ${count(wholeSize(run.rows))}`,
      value: count(nonzero),
      // More than the mask allows would mean that pruned weights have come back to life.
      kind: nonzero > allowed ? "whole wrong" : "whole",
    },
    { name: "Arm and trial", value: `${latest.arm} ${Number(latest.trial) + 1}` },
    { name: "Removed", value: share(Number(latest.sparsity)) },
    { name: "The mask keeps", value: count(allowed) },
    { name: "A step takes", value: milliseconds(Number(latest.ms_per_step)) },
    { name: "Seed of this trial", value: String(latest.seed) },
    {
      name: "Backend",
      value: run.phase === "recorded" ? run.backend : `${run.backend}, ${workers} workers`,
    },
  ];
}
