// Many small signals: a row a class, position from top to bottom as everywhere.

import { farthest } from "../pictures/scale.js";
import { figure } from "./figure.js";
import { roomFor } from "./marks.js";

/** @typedef {{label: number, name: string, signals: number[][]}} GalleryRow */

/** @param {HTMLElement} host @param {GalleryRow[]} rows @param {number} columns */
export function drawGallery(host, rows, columns) {
  const points = rows.flatMap(({ label, signals }) =>
    signals
      .slice(0, columns)
      .flatMap((signal, column) => signal.map((x, y) => ({ label, column, x, y }))),
  );
  const far = farthest(
    points.map(({ x }) => x),
    1,
  );
  const { room, short } = roomFor(rows.map(({ name }) => name));
  const names = new Map(rows.map(({ label }, at) => [label, short[at]]));
  const cell = { fx: "column", fy: "label" };
  figure(host, (plot) => ({
    height: rows.length * 62,
    margin: 4,
    marginLeft: 28 + room,
    fx: { axis: null, padding: 0.12 },
    fy: {
      label: null,
      padding: 0.12,
      tickSize: 0,
      axis: "left",
      domain: rows.map(({ label }) => label),
      tickFormat: (/** @type {number} */ label) => names.get(label) ?? "",
    },
    x: { domain: [-far, far], axis: null },
    y: { reverse: true, axis: null },
    marks: [
      plot.ruleX(
        points.filter(({ y }) => y === 0),
        { x: () => 0, ...cell, className: "zero" },
      ),
      plot.line(points, { x: "x", y: "y", z: null, ...cell, curve: "linear", className: "curve" }),
    ],
  }));
  host.classList.add("signals");
}
