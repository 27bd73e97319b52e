// Two positive quantities against each other on logarithmic axes, with the line where they agree.

import { figure, of, scaleOf, symbol } from "./plot.js";

/** @typedef {{id: string, mark: import("./svg.js").Mark, points: [number, number][]}} Cloud */

/**
 * @param {HTMLElement} host
 * @param {Cloud} cloud only positive numbers can be drawn
 * @param {{x: string, y: string}} labels
 */
export function drawScatter(host, { id, mark, points }, labels) {
  const [low, high] = decades(points.flat());
  const ends = /** @type {[number, number]} */ ([10 ** low, 10 ** high]);
  figure(host, (plot, { width }) => {
    const every = Math.ceil((high - low) / (width < 480 ? 4 : 8));
    const count = Math.floor((high - low) / every) + 1;
    const ticks = Array.from({ length: count }, (_, i) => 10 ** (low + i * every));
    const axis = { domain: ends, format: ten, log: true };
    const look = { ticks, tickSize: 0, grid: true };
    return {
      height: Math.round(Math.min(460, Math.max(280, width * 0.75))),
      marginLeft: 62,
      marginBottom: 50,
      x: scaleOf({ ...axis, label: labels.x }, look),
      y: scaleOf({ ...axis, label: labels.y }, look),
      marks: [
        plot.line(ends, { x: Number, y: Number, className: "hover" }),
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

/** Whole powers of ten around some numbers. @param {number[]} values @returns {[number, number]} */
export function decades(values) {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logs.length === 0) return [-1, 0];
  const low = Math.floor(logs.reduce((a, b) => Math.min(a, b)));
  const high = Math.ceil(logs.reduce((a, b) => Math.max(a, b)));
  return [low, high > low ? high : low + 1];
}

/** @param {number} value a power of ten */
function ten(value) {
  const power = Math.round(Math.log10(value));
  return power === 0 ? "1" : `1e${power}`;
}
