// Points on a plane, each drawn as its class's digit, so that colour is never the only cue.

import { figure, named } from "./plot.js";

/** @typedef {{points: [number, number][], labels: number[], axes: [string, string], name: (label: number) => string}} Cloud */

/** @param {HTMLElement} host @param {Cloud} cloud @param {number | null} only the class that stands out */
export function drawCloud(host, { points, labels, axes, name }, only) {
  const spots = points.map(([x, y], index) => ({ x, y, label: labels[index] ?? 0 }));
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  figure(host, (plot, { width }) => ({
    height: Math.round(Math.min(520, width * 0.85)),
    margin: 14,
    marginLeft: 30,
    marginBottom: 34,
    x: { nice: true, ticks: [], ...named(axes[0]) },
    y: { nice: true, ticks: [], ...named(axes[1]) },
    marks: [
      plot.ruleX([0], { className: "zero" }),
      plot.ruleY([0], { className: "zero" }),
      ...classes.map((label) =>
        plot.text(
          spots.filter((spot) => spot.label === label),
          { x: "x", y: "y", text: "label", className: glyphs(label, only) },
        ),
      ),
    ],
    values: spots.map(({ x, y, label }) => ({
      x,
      y,
      title: `class ${name(label)}\n${x.toFixed(2)}, ${y.toFixed(2)}`,
    })),
  }));
}

/** @param {number} label @param {number | null} only */
function glyphs(label, only) {
  return `glyphs class-${label}${only !== null && only !== label ? " dimmed" : ""}`;
}
