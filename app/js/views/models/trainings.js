// What the rows of many trainings say: curves, means and ranges over seeds, cost. Pure functions.

import { curveOf } from "../../charts/line.js";
import { mean } from "../../pictures/scale.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{values: number[], mean: number, low: number, high: number}} Spread */
/** @typedef {(row: Row) => boolean} Test */

/** @param {number[]} values @returns {Spread} */
export function spread(values) {
  return { values, mean: mean(values), low: Math.min(...values), high: Math.max(...values) };
}

/** JSON has no NaN: what was none is null there. @param {Row[string] | undefined} cell */
export function numberOf(cell) {
  return cell === null || cell === undefined ? Number.NaN : Number(cell);
}

/**
 * A column's values over the trainings, by another column's, in rising order.
 * @param {Row[]} rows
 * @param {string} by
 * @param {string} [column]
 * @returns {(Spread & {at: number})[]}
 */
export function groups(rows, by, column = "test_acc") {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  for (const row of rows) {
    const value = numberOf(row[column]);
    if (!Number.isFinite(value)) continue;
    const at = Number(row[by]);
    found.set(at, [...(found.get(at) ?? []), value]);
  }
  return [...found].sort(([a], [b]) => a - b).map(([at, values]) => ({ at, ...spread(values) }));
}

/**
 * A mean line and, where there are several seeds, the band from lowest to highest.
 * @param {ReturnType<typeof groups>} found
 */
export function lineOf(found) {
  const { points } = curveOf(found, ({ at }) => at);
  const several = found.filter(({ values }) => values.length > 1);
  return { points, band: curveOf(several, ({ at }) => at).band };
}

/** Final test accuracy over the seeds, or null while none is through. @param {Row[]} rows @param {Test} of */
export function outcome(rows, of) {
  const values = rows.filter((row) => row.final && of(row)).map((row) => Number(row.test_acc));
  return values.length > 0 ? spread(values) : null;
}

/** A mean with its seeds and range, as a person writes it. @param {Spread | null} found */
export function written(found) {
  if (!found) return "";
  const { values, mean, low, high } = found;
  if (values.length === 1) return `${mean.toFixed(1)} (n = 1)`;
  return `${mean.toFixed(1)} (n = ${values.length}, ${low.toFixed(1)} to ${high.toFixed(1)})`;
}

/** The newest row of each training, by all that tells trainings apart. @param {Row[]} rows */
export function newest(rows) {
  /** @type {Map<string, Row>} */
  const last = new Map();
  for (const row of rows) {
    last.set([row.model, row.shuffled, row.value, row.trial].join(" "), row);
  }
  return [...last.values()];
}

/**
 * What one model has cost so far.
 * @param {Row[]} rows those of one model
 * @param {number} steps those that each training was to make
 */
export function costOf(rows, steps) {
  const trainings = newest(rows);
  const last = trainings[trainings.length - 1];
  if (!last) return null;
  const seconds = trainings.map((row) => (Number(row.step) * Number(row.ms_per_step)) / 1000);
  return {
    parameters: Number(last.parameters),
    multiplyAdds: Number(last.multiply_adds),
    msPerStep: Number(last.ms_per_step),
    seconds: seconds.reduce((sum, value) => sum + value, 0),
    finished: trainings.filter((row) => row.final).length,
    diverged: trainings.filter((row) => row.final && Number(row.step) < steps),
  };
}
