// What Python says of several runs beside each other, as panels, tables and a sentence. Pure functions.

import { stylesOf } from "../experiments/styles.js";
import { cell } from "../experiments/words.js";

/** @typedef {import("../../pool/protocol.js").Figure} Figure */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{mean: number, n: number, standard_error: number | null, low: number | null, high: number | null}} Estimate */
/** @typedef {{run: number, series: Row[string][], at: number | string} & Estimate} Mean */
/** @typedef {Mean & {what: string, p?: number, p_holm?: number}} Difference */
/** @typedef {{figure: Figure, means: Mean[], differences: Difference[]}} SideBySide */
/** @typedef {{at: number | string, mean: number, low: number, high: number, count: number}} Spot */
/** @typedef {{title: string, runs: {run: number, spots: Spot[]}[]}} Panel one line of the figure, of each run that has it */
/** @typedef {[head: string[], lines: string[][]]} Table */

const SURE = 0.05;

/** What the lines of a figure are called, by their values. @param {SideBySide} found @returns {(series: Row[string][]) => string} */
function labels({ figure, means }) {
  const all = [...new Map(means.map(({ series }) => [JSON.stringify(series), series]))];
  const lines = all.map(([, series]) => ({
    series: Object.fromEntries(figure.series.map((name, at) => [name, series[at] ?? null])),
    spots: [],
  }));
  const styles = stylesOf(lines);
  const known = new Map(all.map(([key], index) => [key, styles[index]?.label ?? ""]));
  return (series) => known.get(JSON.stringify(series)) ?? "";
}

/** @param {SideBySide} found @returns {Panel[]} */
export function panelsOf(found) {
  const labelOf = labels(found);
  /** @type {Map<string, Map<number, Spot[]>>} */
  const panels = new Map();
  for (const { run, series, at, mean, low, high, n } of found.means) {
    const title = labelOf(series);
    const panel = panels.get(title) ?? new Map();
    panels.set(title, panel);
    const ends = inside(found.figure, low ?? mean, high ?? mean);
    const spot = { at, mean, ...ends, count: n };
    panel.set(run, [...(panel.get(run) ?? []), spot]);
  }
  return [...panels].map(([title, runs]) => ({
    title,
    runs: [...runs].map(([run, spots]) => ({ run, spots: spots.sort(byPlace) })),
  }));
}

/** The interval of few seeds may be wider than what there is of an accuracy. @param {Figure} figure @param {number} low @param {number} high */
function inside({ y }, low, high) {
  if (!y.column.endsWith("_acc")) return { low, high };
  return { low: Math.max(0, low), high: Math.min(100, high) };
}

/** @param {Spot} a @param {Spot} b */
function byPlace(a, b) {
  return typeof a.at === "number" && typeof b.at === "number" ? a.at - b.at : 0;
}

/** The lines of a panel, as a figure's axis takes them. @param {Panel} panel @returns {import("../experiments/lines.js").Line[]} */
export function linesOf({ runs }) {
  return runs.map(({ spots }) => ({ series: {}, spots }));
}

/** @param {Estimate} row */
function interval({ low, high }) {
  return low === null || high === null ? "one seed" : `${cell(low)} to ${cell(high)}`;
}

/** @param {SideBySide} found @param {string[]} names @returns {Table} */
export function meansOf(found, names) {
  const labelOf = labels(found);
  const head = ["Run", "line", found.figure.x.label, "mean", "95 % interval", "seeds"];
  return [
    head,
    found.means.map((row) => [
      names[row.run] ?? "",
      labelOf(row.series),
      ...[row.at, row.mean].map(cell),
      interval(row),
      cell(row.n),
    ]),
  ];
}

/** @param {SideBySide} found @param {string[]} names @returns {Table} */
export function differencesOf(found, names) {
  const labelOf = labels(found);
  const head = ["Less the first run", "line", found.figure.x.label, "difference", "95 % interval"];
  return [
    [...head, "shared seeds", "p", "p for all of them (Holm)"],
    found.differences.map((row) => [
      names[row.run] ?? "",
      labelOf(row.series),
      cell(row.at),
      signed(row.mean),
      interval(row),
      ...[row.n, row.p, row.p_holm].map(cell),
    ]),
  ];
}

/** @param {number} value */
function signed(value) {
  return value > 0 ? `+${cell(value)}` : cell(value);
}

/** Each run against the first, in a sentence. @param {SideBySide} found @param {string[]} names */
export function sentenceOf(found, names) {
  const labelOf = labels(found);
  const others = names.slice(1).map((name, index) => {
    const own = found.differences.filter(({ run }) => run === index + 1);
    const [first] = own;
    if (!first)
      return `${name} shares no seed and place with ${names[0]}: no differences are paired.`;
    const largest = own.reduce((a, b) => (Math.abs(b.mean) > Math.abs(a.mean) ? b : a), first);
    const sure = own.filter(({ p_holm: p }) => p !== undefined && p < SURE).length;
    const where = [labelOf(largest.series), `at ${cell(largest.at)}`].filter(Boolean).join(" ");
    const most = `${signed(largest.mean)} (${interval(largest)}), for ${where}`;
    const counted = `of ${own.length} differences, ${sure} hold at 5 % when allowed for their number`;
    return `${name} less ${names[0]}, paired by seed: the largest difference is ${most}; ${counted}.`;
  });
  return others.join(" ");
}
