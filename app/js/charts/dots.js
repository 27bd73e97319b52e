// A dot plot: one row a model, its accuracy on each data set, and the visitor's own beside them.

import { linear } from "./scale.js";
import { markPath, svg } from "./svg.js";

/** @typedef {{id: string, label: string, mark: import("./svg.js").Mark}} Column */
/** @typedef {{label: string, values: (number | null)[]}} DotRow one value a column */

const TOP = 8;

/**
 * @param {HTMLElement} host
 * @param {Column[]} columns
 * @param {DotRow[]} rows
 * @param {{label?: string, step?: number}} [options] the axis, and pixels from row to row
 */
export function drawDots(
  host,
  columns,
  rows,
  { label = "test accuracy, percent", step = 46 } = {},
) {
  const width = Math.max(260, host.clientWidth);
  const left = width < 520 ? 92 : 150;
  const bottom = TOP + rows.length * step;
  const height = bottom + 44;
  const x = linear([0, 100], [left, width - 16]);
  const root = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-hidden": "true",
  });
  for (const tick of [0, 20, 40, 60, 80, 100]) {
    root.append(
      svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: TOP, y2: bottom }),
      svg(
        "text",
        { class: "tick", x: x(tick), y: bottom + 18, "text-anchor": "middle" },
        String(tick),
      ),
    );
  }
  const axis = {
    class: "axis",
    x: (left + width - 16) / 2,
    y: bottom + 38,
    "text-anchor": "middle",
  };
  root.append(svg("text", axis, label));
  rows.forEach((row, index) => {
    root.append(drawRow(row, columns, x, left, TOP + (index + 0.5) * step));
  });
  host.replaceChildren(root);
}

/**
 * @param {DotRow} row
 * @param {Column[]} columns
 * @param {(value: number) => number} x
 * @param {number} left
 * @param {number} y
 */
function drawRow(row, columns, x, left, y) {
  const known = row.values.filter((value) => value !== null);
  const group = svg("g", { class: "dotrow" });
  group.append(
    svg("text", { class: "rowlabel", x: left - 14, y: y + 5, "text-anchor": "end" }, row.label),
  );
  if (known.length > 1) {
    const ends = { x1: x(Math.min(...known)), x2: x(Math.max(...known)), y1: y, y2: y };
    group.append(svg("line", { class: "span", ...ends }));
  }
  columns.forEach((column, index) => {
    const value = row.values[index];
    if (value === null || value === undefined) return;
    const mark = svg("path", { class: "marks", d: markPath(column.mark, x(value), y, 6) });
    group.append(svg("g", { class: `series series-${column.id}` }, mark));
  });
  return group;
}
