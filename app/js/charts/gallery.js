// Many small signals: a row a class, position from top to bottom as everywhere.

import { linear } from "./scale.js";
import { polyline, svg } from "./svg.js";

/** @typedef {{label: number, signals: number[][]}} GalleryRow */

const CELL = { width: 64, height: 62, pad: 6, left: 28 };

/** @param {HTMLElement} host @param {GalleryRow[]} rows @param {number} columns */
export function drawGallery(host, rows, columns) {
  const values = rows.flatMap(({ signals }) => signals.flat());
  const far = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const width = CELL.left + columns * CELL.width;
  const height = rows.length * CELL.height;
  const view = {
    class: "signals gallery",
    viewBox: `0 0 ${width} ${height}`,
    "aria-hidden": "true",
  };
  const groups = rows.map((row, index) => drawRow(row, index * CELL.height, far, columns));
  host.replaceChildren(svg("svg", view, ...groups));
}

/** @param {GalleryRow} row @param {number} top @param {number} far @param {number} columns */
function drawRow({ label, signals }, top, far, columns) {
  const middle = top + CELL.height / 2 + 5;
  const group = svg(
    "g",
    { class: `class-${label}` },
    svg("text", { class: "digit", x: 10, y: middle, "text-anchor": "middle" }, String(label)),
  );
  signals.slice(0, columns).forEach((signal, column) => {
    const left = CELL.left + column * CELL.width;
    const across = linear([-far, far], [left + CELL.pad, left + CELL.width - CELL.pad]);
    const ends = /** @type {[number, number]} */ ([top + CELL.pad, top + CELL.height - CELL.pad]);
    const down = linear([0, Math.max(1, signal.length - 1)], ends);
    const d = polyline(signal.map((value, index) => [across(value), down(index)]));
    group.append(
      svg("line", { class: "zero", x1: across(0), x2: across(0), y1: ends[0], y2: ends[1] }),
      svg("path", { class: "curve", d }),
    );
  });
  return group;
}
