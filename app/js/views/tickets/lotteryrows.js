// What the rows of a lottery run say, level by level. Pure functions, no page.

import { mean } from "../../pictures/scale.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {string} Arm one of experiments/lottery.py: lottery, random, dense, ... */
/** @typedef {{level: number, sparsity: number, values: number[], mean: number}} LevelResult */

/** @type {Arm[]} */
export const ARMS = ["lottery", "random", "dense"];

/**
 * Final test accuracy of an arm at each level that any trial has finished.
 * @param {Row[]} rows
 * @param {Arm} arm
 * @returns {LevelResult[]} by level
 */
export function finals(rows, arm) {
  /** @type {Map<number, LevelResult>} */
  const levels = new Map();
  for (const row of rows) {
    if (row.arm !== arm || !row.final) continue;
    const level = Number(row.level);
    const entry = levels.get(level) ?? {
      level,
      sparsity: Number(row.sparsity),
      values: [],
      mean: 0,
    };
    entry.values.push(Number(row.test_acc));
    levels.set(level, entry);
  }
  const results = [...levels.values()].sort((a, b) => a.level - b.level);
  for (const result of results) result.mean = mean(result.values);
  return results;
}

/**
 * An arm's levels with the dense network in front, which is where both prunings begin.
 * @param {Row[]} rows
 * @param {Arm} arm
 */
export function withDense(rows, arm) {
  const own = finals(rows, arm);
  return own.length > 0 ? [...finals(rows, "dense"), ...own] : [];
}

/**
 * Each arm at the level that validation samples chose for each trial: the mean over those trials.
 * The dense network, which is level 0, is the same beside every level.
 * @param {Row[]} rows @param {Row[]} chosen of the summary, one a trial @param {Arm} arm
 * @returns {number | null} null unless the arm has been there in every trial
 */
export function meanAtChosen(rows, chosen, arm) {
  const values = chosen.map(({ trial, level }) => {
    const dense = arm === "dense" || level === 0;
    return rows.find(
      (row) =>
        row.final &&
        row.trial === trial &&
        row.arm === (dense ? "dense" : arm) &&
        row.level === (dense ? 0 : level),
    );
  });
  const found = values.flatMap((row) => (row ? [Number(row.test_acc)] : []));
  return found.length > 0 && found.length === chosen.length ? mean(found) : null;
}

/** Measurements of levels that are still training. @param {Row[]} rows @param {Arm} arm @returns {[number, number][]} */
export function underway(rows, arm) {
  /** @type {Map<string, Row>} */
  const newest = new Map();
  for (const row of rows) newest.set(`${row.arm} ${row.trial}`, row);
  return [...newest.values()]
    .filter((row) => row.arm === arm && !row.final)
    .map((row) => [Number(row.sparsity), Number(row.test_acc)]);
}

/**
 * The sparsities by level, without a gap: the dense level, at which nothing is removed, is trained by
 * another task than the random arm's, which may be the first to speak.
 * @param {Row[]} rows
 * @returns {number[]}
 */
export function sparsities(rows) {
  /** @type {number[]} */
  const levels = [];
  for (const row of rows) levels[Number(row.level)] = Number(row.sparsity);
  return Array.from(levels, (sparsity) => sparsity ?? 0);
}

/** @param {Row[]} rows the number of weights and biases of the whole network */
export function wholeSize(rows) {
  return rows.reduce((most, row) => Math.max(most, Number(row.survivors ?? row.nonzero)), 0);
}
