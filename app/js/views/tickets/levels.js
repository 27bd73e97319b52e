// What a search's rows and arrays say of its levels. Pure functions, no page.

import { mean } from "../../pictures/scale.js";
import { numbers } from "../../state/record.js";
import { finals, underway, withDense } from "./lotteryrows.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("../../charts/line.js").Series} Series */
/** @typedef {import("../../charts/line.js").Point} Point */
/** @typedef {import("./arms.js").ArmStyle} ArmStyle */
/** @typedef {Record<string, ArrayValue>} Arrays */

/** What the axes of a level are of. A search that is under way moves from level to level by itself, and its axes only widen; afterwards each level has its own. @param {import("../../state/store.js").RunView} run @param {number} trial @param {number} level @returns {unknown[]} */
export function axesOf({ asked, phase }, trial, level) {
  const underWay = phase === "planning" || phase === "running" || phase === "paused";
  return underWay ? [asked] : [asked, trial, level];
}

/**
 * An arm's curve: mean, band from the lowest trial to the highest, single trials if wanted.
 * @param {Row[]} rows
 * @param {ArmStyle} style
 * @param {boolean} single
 * @returns {Series}
 */
export function armSeries(rows, { id, label, mark, dash }, single) {
  const levels = id === "dense" ? finals(rows, "dense") : withDense(rows, id);
  /** @type {Point[]} */
  const points = levels.map((level) => [level.sparsity, level.mean]);
  /** @type {[number, number, number][]} */
  const band = levels.map(({ sparsity, values }) => [
    sparsity,
    Math.min(...values),
    Math.max(...values),
  ]);
  const [dense] = id === "dense" ? levels : [];
  if (dense) {
    points.push([1, dense.mean]);
    band.push([1, Math.min(...dense.values), Math.max(...dense.values)]);
  }
  const trials = single && id !== "dense" ? trialLines(rows, id) : [];
  return { id, label, mark, dash, points, band, trials, dots: underway(rows, id) };
}

/** One line a trial. @param {Row[]} rows @param {string} arm @returns {Point[][]} */
export function trialLines(rows, arm) {
  /** @type {Map<number, Point[]>} */
  const lines = new Map();
  for (const row of rows) {
    if (!row.final || (row.arm !== arm && row.arm !== "dense")) continue;
    const line = lines.get(Number(row.trial)) ?? [];
    line.push([Number(row.sparsity), Number(row.test_acc)]);
    lines.set(Number(row.trial), line);
  }
  const sorted = [...lines.values()].map((line) => line.sort((a, b) => a[0] - b[0]));
  return sorted.filter((line) => line.length > 1);
}

/** The arms that a run has rows of, in the order of the styles. @param {Row[]} rows @param {ArmStyle[]} styles */
export function armsIn(rows, styles) {
  const present = new Set(rows.map((row) => row.arm));
  return styles.filter(({ id }) => present.has(id));
}

/** Where a level's arrays are: the dense level is trained by the lottery's task. @param {string} arm @param {number} trial @param {number} level */
export function placeOf(arm, trial, level) {
  return `${level === 0 ? "dense" : arm}/trial${trial}/level${level}`;
}

/** @param {Arrays} arrays @param {string} place @param {number} [layer] @returns {ArrayValue | undefined} a layer's mask, (units, inputs) */
export function maskAt(arrays, place, layer = 1) {
  return arrays[`mask/${place}/W${layer}`];
}

/** How many layers' masks a run has: all of a CNN, of others the first's. @param {Arrays} arrays */
export function layersIn(arrays) {
  const numbers = Object.keys(arrays).map((name) => Number(/^mask\/.*\/W(\d+)$/.exec(name)?.[1]));
  return Math.max(1, ...numbers.filter(Number.isFinite));
}

/** @param {ArrayValue} mask @returns {number[]} survivors at each input position */
export function survivorsByInput({ shape, bytes }) {
  const inputs = shape[1] ?? 0;
  const sums = Array.from({ length: inputs }, () => 0);
  bytes.forEach((bit, index) => {
    sums[index % inputs] = (sums[index % inputs] ?? 0) + bit;
  });
  return sums;
}

/** @param {ArrayValue} mask @returns {number[]} survivors of each unit, most first */
export function survivorsByUnit({ shape, bytes }) {
  const [units = 0, inputs = 0] = shape;
  const sums = Array.from({ length: units }, (_, unit) =>
    bytes.subarray(unit * inputs, (unit + 1) * inputs).reduce((sum, bit) => sum + bit, 0),
  );
  return sums.sort((a, b) => b - a);
}

/** How many weights have come back: survivors of `later` that `earlier` had pruned (packed bits). @param {ArrayValue} later @param {ArrayValue} earlier */
export function comeBack(later, earlier) {
  return later.bytes.reduce((sum, byte, at) => sum + bitCount(byte & ~(earlier.bytes[at] ?? 0)), 0);
}

/** @param {number} byte */
function bitCount(byte) {
  let count = 0;
  for (let rest = byte & 255; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

/** @param {ArrayValue | undefined} array (3, bins): before, after, left edges */
export function histogramOf(array) {
  if (!array) return null;
  const bins = array.shape[1] ?? 0;
  const values = numbers(array);
  return {
    before: values.slice(0, bins),
    after: values.slice(bins, 2 * bins),
    edges: values.slice(2 * bins),
  };
}

export const RUNS = [2, 3, 4];

/** @param {ArrayValue | undefined} array (6, 3): see Adjacency.table() in analysis/adjacency.py */
export function adjacencyOf(array) {
  if (!array) return null;
  const values = numbers(array);
  /** @param {number} row */
  const at = (row) => values.slice(3 * row, 3 * row + 3);
  return { observed: at(0), chance: at(1), withinUnits: at(2), low: at(3), high: at(4), p: at(5) };
}

/** The notebook's own statistic, which the published protocol records. @param {ArrayValue | undefined} array (2, 3) @returns {Record<string, number[]>} by arm */
export function notebookOf(array) {
  if (!array) return {};
  const values = numbers(array);
  return { lottery: values.slice(0, 3), random: values.slice(3, 6) };
}

/** The adjacency of every arm, trial and level, as one tidy table. @param {Arrays} arrays @returns {Row[]} */
export function adjacencyRows(arrays) {
  return Object.entries(arrays).flatMap(([name, array]) => {
    const [kind, arm = "", trial = "", level = ""] = name.split("/");
    const values = kind === "adjacency" ? adjacencyOf(array) : null;
    if (!values) return [];
    const where = { arm, trial: Number(trial.slice(5)), level: Number(level.slice(5)) };
    const place = placeOf("lottery", where.trial, where.level);
    const notebook = notebookOf(arrays[`notebook/${place}`])[arm];
    return RUNS.map((length, at) => ({
      ...where,
      in_a_row: length,
      observed: values.observed[at] ?? null,
      chance: values.chance[at] ?? null,
      chance_within_units: values.withinUnits[at] ?? null,
      permutations_low: values.low[at] ?? null,
      permutations_high: values.high[at] ?? null,
      p_holm: values.p[at] ?? null,
      as_in_the_notebook: notebook?.[at] ?? null,
    }));
  });
}

/**
 * The rows of one training, in order.
 * @param {Row[]} rows
 * @param {string} arm
 * @param {number} trial
 * @param {number} level
 */
export function trainingOf(rows, arm, trial, level) {
  return rows.filter((row) => row.arm === arm && row.trial === trial && row.level === level);
}

/** @param {Row[]} rows @param {string} arm @param {number} level */
export function meanAt(rows, arm, level) {
  const values = rows
    .filter((row) => row.final && row.arm === arm && row.level === level)
    .map((row) => Number(row.test_acc));
  return values.length > 0 ? mean(values) : null;
}
