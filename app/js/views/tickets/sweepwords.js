// What the lines of a sweep's table say together: the scale of their colours, and a sentence.

import { numberOf } from "./sweeptable.js";
import { points, SIGNIFICANT } from "./wording.js";

/** @typedef {import("./sweeptable.js").Line} Line */

/** A line's mean and interval as a row of numbers. @param {Line} line */
export function measured({ mean, low, high }) {
  const [from, to] = [numberOf(low), numberOf(high)];
  const known = Number.isFinite(from) && Number.isFinite(to);
  return { mean: numberOf(mean), ...(known ? { low: from, high: to } : {}) };
}

/** Whether a difference is told from none, with allowance for all points where the table has it. @param {Line} line */
export function isTold({ p_grid, p_holm, low, high }) {
  const p = numberOf(p_grid || p_holm);
  if (Number.isFinite(p)) return p < SIGNIFICANT;
  return numberOf(low) > 0 || numberOf(high) < 0;
}

/** Differences are coloured from 0, other measures from their least. @param {Line[]} lines */
export function scaleOf(lines) {
  const values = lines.map(({ mean }) => numberOf(mean));
  const signed =
    lines.some(({ what = "" }) => what.startsWith("minus")) || values.some((value) => value < 0);
  const base = signed ? 0 : Math.min(...values);
  const most = Math.max(...values.map((value) => Math.abs(value - base)));
  return { base, most, signed };
}

/** @param {Line[]} lines @param {boolean} signed */
export function summaryOf(lines, signed) {
  const values = lines.map(({ mean }) => numberOf(mean));
  const [least, most] = [Math.min(...values), Math.max(...values)].map(points);
  const range = `Over these ${lines.length} points the mean lies between ${least} and ${most}.`;
  if (!signed) return range;
  const told = lines.filter(isTold);
  const ahead = told.filter(({ mean }) => numberOf(mean) > 0).length;
  return `${range} It is told from none at ${told.length} of them (★): above 0 at ${ahead}, below at ${told.length - ahead}.`;
}
