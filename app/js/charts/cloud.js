// Points on a plane, each drawn as its class's digit, so that colour is never the only cue.

import { linear } from "./scale.js";
import { svg } from "./svg.js";

/** @typedef {{points: [number, number][], labels: number[], axes: [string, string]}} Cloud */

const MARGIN = { left: 30, right: 12, top: 12, bottom: 34 };

/** @param {HTMLElement} host @param {Cloud} cloud @param {number | null} only the class that stands out */
export function drawCloud(host, { points, labels, axes }, only) {
  const width = Math.max(240, Math.round(host.clientWidth));
  const height = Math.round(Math.min(520, width * 0.85));
  const range = /** @type {[number, number]} */ ([MARGIN.left, width - MARGIN.right]);
  const x = linear(extent(points.map((point) => point[0])), range);
  const up = /** @type {[number, number]} */ ([height - MARGIN.bottom, MARGIN.top]);
  const y = linear(extent(points.map((point) => point[1])), up);
  const middle = (MARGIN.left + width - MARGIN.right) / 2;
  const half = (MARGIN.top + height - MARGIN.bottom) / 2;
  host.replaceChildren(
    svg(
      "svg",
      {
        class: "chart cloud",
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        "aria-hidden": "true",
      },
      svg("line", { class: "zero", x1: x(0), x2: x(0), y1: up[1], y2: up[0] }),
      svg("line", { class: "zero", x1: range[0], x2: range[1], y1: y(0), y2: y(0) }),
      ...classesOf(labels).map((label) => drawClass(label, points, labels, x, y, only)),
      svg("text", { class: "axis", x: middle, y: height - 10, "text-anchor": "middle" }, axes[0]),
      svg(
        "text",
        { class: "axis", transform: `translate(16 ${half}) rotate(-90)`, "text-anchor": "middle" },
        axes[1],
      ),
    ),
  );
}

/** @param {number[]} labels */
function classesOf(labels) {
  return [...new Set(labels)].sort((a, b) => a - b);
}

/** A little wider than the values, zero in it. @param {number[]} values @returns {[number, number]} */
function extent(values) {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const room = (high - low || 1) * 0.03;
  return [low - room, high + room];
}

/**
 * One text element a class: an SVG text takes a place for each of its characters.
 * @param {number} label
 * @param {[number, number][]} points
 * @param {number[]} labels
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {number | null} only
 */
function drawClass(label, points, labels, x, y, only) {
  const own = points.filter((_, index) => labels[index] === label);
  const places = {
    x: own.map((point) => x(point[0]).toFixed(1)).join(" "),
    y: own.map((point) => (y(point[1]) + 4).toFixed(1)).join(" "),
  };
  const quiet = only !== null && only !== label ? " dimmed" : "";
  return svg(
    "text",
    { class: `glyphs class-${label}${quiet}`, "text-anchor": "middle", ...places },
    String(label).repeat(own.length),
  );
}
