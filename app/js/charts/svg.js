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

/** @typedef {"circle" | "triangle" | "square" | "diamond" | "down" | "plus" | "cross" | "hexagon" | "none"} Mark */
/** @typedef {[number, number][]} Corners */

/** A plus whose arms are a third as wide as long. @type {Corners} */
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

/** @param {number} by @param {Corners} corners @returns {Corners} */
const sized = (by, corners) => corners.map(([x, y]) => [by * x, by * y]);

/** The corners of each mark, about as large as a circle of radius 1. @type {Partial<Record<Mark, Corners>>} */
export const CORNERS = {
  triangle: [
    [0, -1.25],
    [1.25, 1],
    [-1.25, 1],
  ],
  down: [
    [0, 1.25],
    [1.25, -1],
    [-1.25, -1],
  ],
  square: sized(0.9, [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]),
  diamond: sized(1.3, [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ]),
  hexagon: sized(1.15, [
    [-1, 0],
    [-0.5, -Math.sqrt(0.75)],
    [0.5, -Math.sqrt(0.75)],
    [1, 0],
    [0.5, Math.sqrt(0.75)],
    [-0.5, Math.sqrt(0.75)],
  ]),
  plus: sized(1.3, PLUS),
  cross: sized(
    1.25,
    PLUS.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]),
  ),
};

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
  if (mark === "circle") {
    return `M${f(x - r)} ${f(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
  const corners = CORNERS[mark];
  if (!corners) return "";
  return `${polyline(corners.map(([cx, cy]) => [x + r * cx, y + r * cy]))}Z`;
}

/** @param {[number, number][]} points in pixels */
export function polyline(points) {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${f(x)} ${f(y)}`).join("");
}
