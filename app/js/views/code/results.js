// What the original and the changed code found, line by line beside each other, and in a sentence.

import { labelOf } from "../models/kinds.js";
import { count, percent, share } from "../shared/format.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{sentence: string, head: string[], lines: string[][]}} Result */
/** @typedef {{original: Row[], changed: Row[]}} Found */
/** @typedef {"gradcheck" | "benchmark" | "bench"} Kind */

/** @type {Record<string, string>} */
const ARMS = { dense: "Dense", lottery: "Ticket", random: "Random" };

/**
 * @param {Kind} kind
 * @param {Found} found
 * @param {string} mine "with your changed nn/layers.py"
 * @returns {Result}
 */
export function compared(kind, found, mine) {
  if (kind === "gradcheck") return ofGradients(found, mine);
  return kind === "bench" ? ofTrial(found, mine) : ofTraining(found, mine);
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Row[]} rows @param {(row: Row) => string} key */
const byKey = (rows, key) => new Map(rows.map((row) => [key(row), row]));

/**
 * A line for each key that either side has.
 * @param {Found} found
 * @param {(row: Row) => string} key
 * @param {(row: Row | undefined) => string} say
 */
function sideBySide({ original, changed }, key, say) {
  const [before, after] = [byKey(original, key), byKey(changed, key)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].map((name) => [name, say(before.get(name)), say(after.get(name))]);
}

/** @param {Found} found @param {string} mine @returns {Result} */
function ofGradients(found, mine) {
  const name = (/** @type {Row} */ { parameter }) => String(parameter);
  const say = (/** @type {Row | undefined} */ row) => {
    if (!row) return "not there";
    if (row.max_relative_error === null) return "not checked: every entry at a kink";
    return `${Number(row.max_relative_error).toExponential(1)}, ${row.passed ? "passes" : "fails"}`;
  };
  return {
    sentence: `${capital(mine)}, ${verdict(found.changed)}. With the original, ${verdict(found.original)}.`,
    head: ["Parameter", "Largest relative error, original", capital(mine)],
    lines: sideBySide(found, name, say),
  };
}

/** @param {Row[]} rows of a gradient check */
function verdict(rows) {
  const failed = rows.filter(({ passed }) => !passed);
  if (failed.length === 0) return `all ${rows.length} parameters pass the check`;
  const names = failed.map(({ parameter }) => parameter).join(", ");
  return `${failed.length} of ${rows.length} parameters fail the check (${names})`;
}

/** @param {Row | undefined} row */
const accuracy = (row) => (row?.test_acc == null ? "not there" : percent(Number(row.test_acc)));

/** @param {Found} found @param {string} mine @returns {Result} */
function ofTraining(found, mine) {
  const [before, after] = [found.original.at(-1), found.changed.at(-1)];
  const { model, seed, step } = after ?? before ?? {};
  return {
    sentence: `${labelOf(model ?? "")}, seed ${seed}, after ${count(Number(step))} steps: test accuracy ${accuracy(after)} ${mine}, ${accuracy(before)} with the original.`,
    head: ["Step", "Test accuracy, original", capital(mine)],
    lines: sideBySide(found, (row) => count(Number(row.step)), accuracy),
  };
}

/** @param {Found} found @param {string} mine @returns {Result} */
function ofTrial(found, mine) {
  const last = {
    original: found.original.filter(({ final }) => final),
    changed: found.changed.filter(({ final }) => final),
  };
  const key = (/** @type {Row} */ { arm, sparsity }) =>
    `${ARMS[String(arm)] ?? arm}, ${share(Number(sparsity))} removed`;
  const lines = sideBySide(last, key, accuracy);
  const moved = lines.filter(([, before, after]) => before !== after).length;
  const seed = (last.changed[0] ?? last.original[0])?.seed;
  return {
    sentence: `One trial, seed ${seed}: ${moved} of ${lines.length} trainings end at another test accuracy ${mine} than with the original.`,
    head: ["Arm and level", "Test accuracy, original", capital(mine)],
    lines,
  };
}
