// A small helper to build SVG, and the marks that tell series apart without colour.

const NS = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** At 13 pixels (charts.css), rather too wide than too narrow. */
const LETTER = 6.8;

/**
 * The middle of an axis label: that of the axis, or as near as the figure's edges allow.
 * @param {string} label
 * @param {number} middle
 * @param {number} width of the figure
 */
export function labelX(label, middle, width) {
  const half = Math.min(width, label.length * LETTER) / 2;
  return Math.min(Math.max(middle, half), width - half);
}

/** @typedef {"circle" | "triangle" | "square" | "diamond" | "down" | "plus" | "cross" | "none"} Mark */

/** @param {number} value */
const f = (value) => value.toFixed(1);

/**
 * The outline of a mark around a point, so that many marks can share one path.
 * @param {Mark} mark
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function markPath(mark, x, y, r) {
  switch (mark) {
    case "circle":
      return `M${f(x - r)} ${f(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case "triangle": {
      const h = r * 1.25;
      return `M${f(x)} ${f(y - h)}L${f(x + h)} ${f(y + h * 0.8)}L${f(x - h)} ${f(y + h * 0.8)}Z`;
    }
    case "square": {
      const h = r * 0.9;
      return `M${f(x - h)} ${f(y - h)}h${2 * h}v${2 * h}h${-2 * h}Z`;
    }
    case "diamond": {
      const h = r * 1.3;
      return `M${f(x)} ${f(y - h)}L${f(x + h)} ${f(y)}L${f(x)} ${f(y + h)}L${f(x - h)} ${f(y)}Z`;
    }
    case "down": {
      const h = r * 1.25;
      return `M${f(x)} ${f(y + h)}L${f(x + h)} ${f(y - h * 0.8)}L${f(x - h)} ${f(y - h * 0.8)}Z`;
    }
    case "plus":
      return polygon(PLUS, x, y, r * 1.3);
    case "cross":
      return polygon(CROSS, x, y, r * 1.25);
    case "none":
      return "";
  }
}

/** Corners of a plus, half its arm being a third as wide as long; turned by 45 degrees, a cross. @type {[number, number][]} */
const PLUS = [
  [-0.34, -1],
  [0.34, -1],
  [0.34, -0.34],
  [1, -0.34],
  [1, 0.34],
  [0.34, 0.34],
  [0.34, 1],
  [-0.34, 1],
  [-0.34, 0.34],
  [-1, 0.34],
  [-1, -0.34],
  [-0.34, -0.34],
];

/** @type {[number, number][]} */
const CROSS = PLUS.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);

/** @param {[number, number][]} corners @param {number} x @param {number} y @param {number} r */
function polygon(corners, x, y, r) {
  return `${polyline(corners.map(([cx, cy]) => [x + r * cx, y + r * cy]))}Z`;
}

/** @param {[number, number][]} points in pixels */
export function polyline(points) {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${f(x)} ${f(y)}`).join("");
}
