// A dot plot with intervals: one row a condition, its series one below the other, a rule where the
// comparison stands, and small ticks for what others have measured or chance would give.

import { linear, ticks } from "./scale.js";
import { labelX, markPath, svg } from "./svg.js";

/**
 * @typedef {object} IntervalPoint
 * @property {string} id of the series, for its colour
 * @property {import("./svg.js").Mark} mark
 * @property {boolean} [open] drawn as an outline
 * @property {number | null} value
 * @property {[number, number] | null} [range] the interval's ends
 * @property {number[]} [ticks] other values on the same line
 */

/** @typedef {{label: string, points: IntervalPoint[]}} IntervalRow */
/** @typedef {{label: string, domain: [number, number], format: (value: number) => string, rule?: number}} IntervalAxis */

const LINE = 17;
const GAP = 16;
const TOP = 8;
const RIGHT = 18;

/** @param {IntervalRow[]} rows */
function heightOf(rows) {
  return rows.reduce((sum, row) => sum + row.points.length * LINE + GAP, 0);
}

/**
 * @param {HTMLElement} host
 * @param {IntervalRow[]} rows
 * @param {IntervalAxis} axis
 */
export function drawIntervals(host, rows, axis) {
  const width = Math.max(260, Math.round(host.clientWidth));
  const left = width < 520 ? 104 : 150;
  const bottom = TOP + heightOf(rows);
  const height = bottom + 44;
  const x = linear(axis.domain, [left, width - RIGHT]);
  const root = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-hidden": "true",
  });
  root.append(...grid(axis, x, bottom, width < 520 ? 4 : 7));
  const middle = labelX(axis.label, (left + width - RIGHT) / 2, width);
  const below = { class: "axis", x: middle, y: bottom + 38, "text-anchor": "middle" };
  root.append(svg("text", below, axis.label));
  let top = TOP;
  for (const row of rows) {
    root.append(drawRow(row, axis.domain, x, left, top + GAP / 2));
    top += row.points.length * LINE + GAP;
  }
  host.replaceChildren(root);
}

/** @param {IntervalAxis} axis @param {(value: number) => number} x @param {number} bottom @param {number} many */
function grid({ domain, format, rule }, x, bottom, many) {
  const lines = ticks(domain, many).flatMap((tick) => [
    svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: TOP, y2: bottom }),
    svg(
      "text",
      { class: "tick", x: x(tick), y: bottom + 18, "text-anchor": "middle" },
      format(tick),
    ),
  ]);
  if (rule !== undefined) {
    lines.push(svg("line", { class: "base", x1: x(rule), x2: x(rule), y1: TOP, y2: bottom }));
  }
  return lines;
}

/** @param {IntervalRow} row @param {[number, number]} domain @param {(value: number) => number} x @param {number} left @param {number} top */
function drawRow(row, domain, x, left, top) {
  const middle = top + (row.points.length * LINE) / 2;
  const group = svg("g", { class: "dotrow" });
  group.append(
    svg(
      "text",
      { class: "rowlabel small", x: left - 14, y: middle + 4, "text-anchor": "end" },
      row.label,
    ),
  );
  row.points.forEach((point, index) => {
    group.append(drawPoint(point, domain, x, top + (index + 0.5) * LINE));
  });
  return group;
}

/** @param {IntervalPoint} point @param {[number, number]} domain @param {(value: number) => number} x @param {number} y */
function drawPoint({ id, mark, open, value, range, ticks: others = [] }, domain, x, y) {
  const group = svg("g", { class: `series series-${id}` });
  for (const other of others) {
    group.append(svg("path", { class: "reference", d: `M${x(other)} ${y - 6}v12` }));
  }
  if (range) {
    // An interval of two trials may be wider than the figure.
    const [low, high] = range.map((end) => x(Math.max(domain[0], Math.min(domain[1], end))));
    group.append(svg("path", { class: "interval", d: `M${low} ${y}H${high}` }));
  }
  if (value !== null) {
    const d = markPath(mark, x(value), y, 4.5);
    group.append(svg("path", { class: open ? "marks open" : "marks", d }));
  }
  return group;
}
