// The bench's figure: accuracy against sparsity for ticket, random and dense, with pinned curves
// behind and a quick trial under a moving knob.

import { curveOf, LineChart } from "../../charts/line.js";
import { percentRemoved } from "./words.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./pins.js").Pin} Pin */
/** @typedef {import("../../charts/line.js").Series} Series */

/** @typedef {{sparsity: number, mean: number, low: number | null, high: number | null}} Dot */

export const ARMS = /** @type {const} */ ([
  { id: "lottery", label: "ticket", mark: "circle", dash: "" },
  { id: "random", label: "random", mark: "triangle", dash: "6 4" },
  { id: "dense", label: "whole network", mark: "square", dash: "2 3" },
]);

const LONGEST_NAME = 16;

export const whole = (/** @type {number} */ value) => `${Math.round(value)}`;

/** @param {Dot} dot */
const bySparsity = ({ sparsity }) => sparsity;

/**
 * Means of an arm by sparsity, out of the summary, and out of the rows of a first trial before it
 * has one. Dense is the level without pruning, which both arms begin with.
 * @param {Answer} answer @param {string} arm @returns {Dot[]}
 */
export function dots(answer, arm) {
  const source = answer.summary.length > 0 ? fromSummary(answer.summary) : fromRows(answer.rows);
  const own = source.filter((dot) => dot.arm === arm);
  return own.sort((a, b) => a.sparsity - b.sparsity);
}

/** @param {Row[]} summary @returns {(Dot & {arm: string})[]} */
function fromSummary(summary) {
  return summary.filter((row) => row.what === "test_acc").map(dotOf);
}

/** @param {Row} row @returns {Dot & {arm: string}} */
function dotOf(row) {
  return {
    arm: String(row.arm),
    sparsity: Number(row.sparsity),
    mean: Number(row.mean),
    low: row.low === null || row.low === undefined ? null : Number(row.low),
    high: row.high === null || row.high === undefined ? null : Number(row.high),
  };
}

/** The levels of the first trial that have come to their end. @param {Row[]} rows @returns {(Dot & {arm: string})[]} */
function fromRows(rows) {
  /** @type {Map<string, Dot & {arm: string}>} */
  const newest = new Map();
  const first = rows.reduce((least, row) => Math.min(least, Number(row.trial)), Infinity);
  for (const row of rows) {
    if (Number(row.trial) !== first || !row.final) continue;
    const [arm, sparsity] = [String(row.arm), Number(row.sparsity)];
    const mean = Number(row.test_acc);
    newest.set(`${arm} ${sparsity}`, { arm, sparsity, mean, low: null, high: null });
  }
  return [...newest.values()];
}

/**
 * @param {Answer} answer
 * @param {{kind?: string, name?: string}} [beside] what is drawn beside the present answer: "ghost" or
 *   "quick", which is appended to the series' ids, and its name, which stands at the ticket's line
 * @returns {Series[]}
 */
export function seriesOf(answer, { kind = "", name = "" } = {}) {
  const dense = dots(answer, "dense")[0];
  const most = Math.max(...dots(answer, "lottery").map((dot) => dot.sparsity), 0);
  return ARMS.map(({ id, label, mark, dash }) => {
    const own = id === "dense" ? [] : dots(answer, id);
    const line = dense ? [dense, ...own] : own;
    // What nothing was removed from is a level: drawn across, to compare with.
    const across = id === "dense" && dense ? [dense, { ...dense, sparsity: most }] : line;
    const series = { id, label, mark, dash, ...curveOf(across, bySparsity) };
    if (!kind) return series;
    const end = id === "lottery" ? short(name) : "";
    return { ...series, id: `${id} ${kind}`, label: `${label}, ${name}`, end };
  });
}

/** The margin has room for so many letters. @param {string} name */
function short(name) {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/**
 * An arm's means with their intervals, against whatever its rows say.
 * @param {Row[]} summary @param {(typeof ARMS)[number]} arm @param {(row: Row) => number} where
 * @returns {Series}
 */
export function seriesAgainst(summary, { id, label, mark, dash }, where) {
  const own = summary.filter((row) => row.arm === id).sort((a, b) => where(a) - where(b));
  return { id, label, mark, dash, ...curveOf(own, where) };
}

export class Curve {
  /** @param {HTMLElement} host @param {(sparsity: number) => void} onPick */
  constructor(host, onPick) {
    this.chart = new LineChart(host, { aspect: 0, onPick });
    /** Axes only widen: a curve that jumps with its axis cannot be compared with what was. @type {[number, number]} */
    this.range = [40, 70];
  }

  /**
   * @param {object} shown
   * @param {Answer | null} shown.answer
   * @param {Answer | null} shown.quick
   * @param {Pin[]} shown.pins
   * @param {Dot[]} shown.own tries by hand
   * @param {number | null} shown.picked sparsity
   */
  draw({ answer, quick, pins, own, picked }) {
    const ghosts = pins.flatMap(({ answer, name }, index) =>
      seriesOf(answer, { kind: "ghost", name: `${index + 1}: ${name}` }),
    );
    const series = [
      ...ghosts,
      ...(answer ? seriesOf(answer) : []),
      ...(quick ? seriesOf(quick, { kind: "quick", name: "quick trial" }) : []),
      ...(own.length > 0 ? [ownSeries(own)] : []),
    ];
    this.widen(series);
    this.chart.draw({
      x: { label: "weights removed", domain: [0, 1], format: percentRemoved },
      y: { label: "", domain: this.range, format: whole },
      series,
      names: true,
      cursor: picked,
    });
  }

  /** By the means alone: the interval of two trials may be wider than the figure. @param {Series[]} series */
  widen(series) {
    const values = series.flatMap(({ points }) => points.map(([, y]) => y));
    const low = Math.floor(Math.min(this.range[0], ...values) / 5) * 5;
    const high = Math.ceil(Math.max(this.range[1], ...values) / 5) * 5;
    this.range = [Math.max(0, low), Math.min(100, high)];
  }
}

/** @param {Dot[]} own @returns {Series} */
function ownSeries(own) {
  return { id: "yours", label: "yours", mark: "diamond", dash: "0 9", ...curveOf(own, bySparsity) };
}
