// The charts of one level, as what they are drawn from: training, weights, survivors.

import { niceDomain } from "../../pictures/scale.js";
import { count } from "../shared/format.js";
import { ARM_STYLES } from "./arms.js";
import { armsIn, axesOf, histogramOf, maskAt, placeOf, trainingOf } from "./levels.js";

/** @typedef {import("../../pictures/scale.js").Widening} Widening */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../charts/line.js").Series} Series */

/** @param {number} value */
const plain = (value) => String(Number(value.toPrecision(3)));

export const COMPARED = ARM_STYLES.filter(({ id }) => id === "lottery" || id === "random");

/** @typedef {[number, number]} Domain */

/** @param {number[]} values @returns {Domain | null} */
const fromZero = (values) => (values.length > 0 ? niceDomain([0, ...values], { floor: 0 }) : null);

/** @param {RunView} run @param {number} trial @param {number} level @param {Widening} range */
export function trainingSpec(run, trial, level, range) {
  const series = armsIn(run.rows, ARM_STYLES).flatMap((style) => {
    const at = style.id === "dense" ? 0 : level;
    const rows = trainingOf(run.rows, style.id, trial, at);
    /** @type {[number, number][]} */
    const points = rows.map((row) => [Number(row.step), Number(row.test_acc)]);
    return points.length > 0 ? [{ ...style, points }] : [];
  });
  const values = series.flatMap(({ points }) => points.map(([, y]) => y));
  const steps = Number(run.params.steps ?? 1);
  return {
    x: { label: "step", domain: /** @type {[number, number]} */ ([0, steps]), format: count },
    y: {
      label: "test accuracy, percent",
      domain: range.over(
        axesOf(run, trial, level),
        values.length ? niceDomain(values, { floor: 0, ceiling: 100 }) : null,
      ),
      format: plain,
    },
    series,
  };
}

/** Half the width that holds all but one in two hundred of the trained weights: outliers would hide the rest. @param {NonNullable<ReturnType<typeof histogramOf>>} histogram */
function reachOf({ after, edges }) {
  const all = after.reduce((sum, value) => sum + value, 0);
  const bins = edges.length;
  let cut = 0;
  let lost = 0;
  while (cut < bins / 2 - 1) {
    lost += (after[cut] ?? 0) + (after[bins - 1 - cut] ?? 0);
    if (lost > all * 0.005) break;
    cut += 1;
  }
  return Math.abs(edges[cut] ?? 1) || 1;
}

/** @param {number} value */
const thousands = (value) =>
  value >= 1000 ? `${Number((value / 1000).toPrecision(3))}k` : count(value);

/** @param {RunView} run @param {number} trial @param {number} level @param {{reach: Widening, weights: Widening}} ranges */
export function weightsSpec(run, trial, level, ranges) {
  const histogram = histogramOf(run.arrays[`histogram/${placeOf("lottery", trial, level)}`]);
  const edges = histogram?.edges ?? [];
  const reach = histogram ? reachOf(histogram) : 1;
  const of = axesOf(run, trial, level);
  /** @param {number[]} counts @returns {[number, number][]} */
  const curve = (counts) =>
    counts.flatMap((value, bin) => {
      const middle = (edges[bin] ?? 0) + ((edges[1] ?? 0) - (edges[0] ?? 0)) / 2;
      return Math.abs(middle) <= reach ? [/** @type {[number, number]} */ ([middle, value])] : [];
    });
  const mark = /** @type {const} */ ("none");
  /** @type {Series[]} */
  const series = histogram
    ? [
        { id: "train", label: "before", mark, dash: "4 3", points: curve(histogram.before) },
        { id: "lottery", label: "after", mark, dash: "", points: curve(histogram.after) },
      ]
    : [];
  const values = series.flatMap(({ points }) => points.map(([, y]) => y));
  return {
    x: {
      label: "weight (dashed: before training)",
      domain: ranges.reach.over(of, histogram ? [-reach, reach] : null),
      format: plain,
    },
    y: {
      label: "weights",
      domain: ranges.weights.over(of, fromZero(values)),
      format: thousands,
    },
    series,
  };
}

/**
 * @param {RunView} run
 * @param {number} trial
 * @param {number} level
 * @param {(mask: import("../../pool/protocol.js").ArrayValue) => number[]} counted
 * @param {string} label
 * @param {Widening} range
 */
export function countsSpec(run, trial, level, counted, label, range) {
  const series = COMPARED.flatMap((style) => {
    const mask = maskAt(run.arrays, placeOf(style.id, trial, level));
    if (!mask || (level === 0 && style.id === "random")) return [];
    /** @type {[number, number][]} */
    const points = counted(mask).map((value, at) => [at, value]);
    const few = points.length <= 64;
    return [{ ...style, mark: few ? style.mark : /** @type {const} */ ("none"), points }];
  });
  const values = series.flatMap(({ points }) => points.map(([, y]) => y));
  const last = series.reduce((most, { points }) => Math.max(most, points.length - 1), 1);
  return {
    x: { label, domain: /** @type {[number, number]} */ ([0, last]), format: count },
    y: {
      label: "survivors",
      domain: range.over(axesOf(run, trial, level), fromZero(values)),
      format: count,
    },
    series,
  };
}
