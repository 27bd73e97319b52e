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
/** @typedef {[number, number]} Place in pixels */

/** The corners of each mark, x and y in turn, about as large as a circle of radius 1. @type {Partial<Record<Mark, string>>} */
const OUTLINES = {
  triangle: "0 -1.25, 1.25 1, -1.25 1",
  down: "0 1.25, 1.25 -1, -1.25 -1",
  square: "-.9 -.9, .9 -.9, .9 .9, -.9 .9",
  diamond: "0 -1.3, 1.3 0, 0 1.3, -1.3 0",
  hexagon: "-1.15 0, -.575 -.996, .575 -.996, 1.15 0, .575 .996, -.575 .996",
  plus: "-.442 -1.3, .442 -1.3, .442 -.442, 1.3 -.442, 1.3 .442, .442 .442, .442 1.3, -.442 1.3, -.442 .442, -1.3 .442, -1.3 -.442, -.442 -.442",
  cross:
    ".583 -1.184, 1.184 -.583, .601 0, 1.184 .583, .583 1.184, 0 .601, -.583 1.184, -1.184 .583, -.601 0, -1.184 -.583, -.583 -1.184, 0 -.601",
};

/** A mark's corners around a place; none of a circle. @param {Mark} mark @param {number} x @param {number} y @param {number} r @returns {Place[]} */
export function cornersOf(mark, x, y, r) {
  const corners = OUTLINES[mark]?.split(", ") ?? [];
  return corners.map((corner) => {
    const [across = 0, down = 0] = corner.split(" ").map(Number);
    return [x + r * across, y + r * down];
  });
}

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
  const corners = cornersOf(mark, x, y, r);
  return corners.length > 0 ? `${polyline(corners)}Z` : "";
}

/** @param {Place[]} points */
export function polyline(points) {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${f(x)} ${f(y)}`).join("");
}
