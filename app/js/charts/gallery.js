// Many small signals: a row a class, position from top to bottom as everywhere.

import { figure } from "./plot.js";

/** @typedef {{label: number, signals: number[][]}} GalleryRow */

/** @param {HTMLElement} host @param {GalleryRow[]} rows @param {number} columns */
export function drawGallery(host, rows, columns) {
  const points = rows.flatMap(({ label, signals }) =>
    signals
      .slice(0, columns)
      .flatMap((signal, column) => signal.map((x, y) => ({ label, column, x, y }))),
  );
  const far = points.reduce((most, { x }) => Math.max(most, Math.abs(x)), 1);
  figure(host, (plot) => ({
    height: rows.length * 62,
    margin: 4,
    marginLeft: 28,
    fx: { axis: null, padding: 0.12 },
    fy: {
      label: null,
      padding: 0.12,
      tickSize: 0,
      axis: "left",
      domain: rows.map(({ label }) => label),
    },
    x: { domain: [-far, far], axis: null },
    y: { reverse: true, axis: null },
    marks: [
      plot.ruleX(
        points.filter(({ y }) => y === 0),
        { x: () => 0, fx: "column", fy: "label", className: "zero" },
      ),
      plot.line(points, {
        x: "x",
        y: "y",
        z: null,
        fx: "column",
        fy: "label",
        curve: "linear",
        className: "curve",
      }),
    ],
  }));
  host.classList.add("signals");
}
