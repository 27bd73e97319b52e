// Points on a plane: a cloud, each point drawn as its class's digit, so that colour is never the only
// cue; and two positive quantities against each other, with the line where they agree.

import { decades, powersOfTen } from "../pictures/scale.js";
import { figure } from "./figure.js";
import { of, scaleOf, symbol } from "./marks.js";

/** @typedef {[number, number]} Point */
/** @typedef {{points: Point[], labels: number[], axes: [string, string], name: (label: number) => string}} Cloud */

/** @param {HTMLElement} host @param {Cloud} cloud @param {number | null} only the class that stands out */
export function drawCloud(host, { points, labels, axes, name }, only) {
  const spots = points.map(([x, y], index) => ({ x, y, label: labels[index] ?? 0 }));
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const [x, y] = axes.map((label) => scaleOf({ label }, { nice: true, ticks: [] }));
  figure(host, (plot, { width }) => ({
    height: Math.round(Math.min(520, width * 0.85)),
    margin: 14,
    marginLeft: 30,
    marginBottom: 34,
    x,
    y,
    marks: [
      plot.ruleX([0], { className: "zero" }),
      plot.ruleY([0], { className: "zero" }),
      classes.map((label) => {
        const own = spots.filter((spot) => spot.label === label);
        const dimmed = only !== null && only !== label ? " dimmed" : "";
        const className = `glyphs class-${label}${dimmed}`;
        return plot.text(own, { x: "x", y: "y", text: "label", className });
      }),
    ],
    values: spots.map(({ x, y, label }) => ({
      x,
      y,
      title: `class ${name(label)}\n${x.toFixed(2)}, ${y.toFixed(2)}`,
    })),
  }));
}

/**
 * @param {HTMLElement} host
 * @param {{id: string, mark: import("../pictures/svg.js").Mark, points: Point[]}} series only positive numbers can be drawn
 * @param {{x: string, y: string}} labels
 */
export function drawScatter(host, { id, mark, points }, labels) {
  const [low, high] = decades(points.flat());
  /** @type {Point} */
  const domain = [10 ** low, 10 ** high];
  figure(host, (plot, { width }) => {
    const ticks = powersOfTen(domain, width < 480 ? 4 : 8);
    const scale = (/** @type {string} */ label) =>
      scaleOf({ label, domain, format: ten, log: true }, { ticks, tickSize: 0, grid: true });
    return {
      height: Math.round(Math.min(460, Math.max(280, width * 0.75))),
      marginLeft: 62,
      marginBottom: 50,
      x: scale(labels.x),
      y: scale(labels.y),
      marks: [
        plot.line(domain, { x: Number, y: Number, className: "hover" }),
        plot.dot(points, { r: 4, symbol: symbol(mark), ...of(id, "dots") }),
      ],
      values: points.map(([x, y]) => ({
        x,
        y,
        title: `${labels.x} ${x.toPrecision(3)}\n${labels.y} ${y.toPrecision(3)}`,
      })),
    };
  });
}

/** @param {number} value a power of ten */
function ten(value) {
  const power = Math.round(Math.log10(value));
  return power === 0 ? "1" : `1e${power}`;
}
