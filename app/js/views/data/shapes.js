// Templates as the board and the text box hold them: heights by label. Pure functions; what the
// text may say is decided by mnist1d_lab.dataset.own_templates, which reads it.

import { MIDDLE } from "../../pictures/board.js";
import { decodeArray, numbers } from "../../state/record.js";

/** @typedef {Map<number, number[]>} Shapes */

/** A template's heights have standard deviation 1/6; on the board it is 1. */
const SCALE = 6;

/** @param {import("../../pool/protocol.js").RunRecord} record of `preview` @returns {Shapes} empty for data from a file */
export function shapesOf(record) {
  const { labels, "x/template": templates } = record.arrays;
  if (!labels || !templates) return new Map();
  const heights = numbers(decodeArray(templates)).map((x) =>
    Number((MIDDLE + SCALE * x).toFixed(2)),
  );
  const length = templates.shape[1] ?? 0;
  return new Map(
    numbers(decodeArray(labels)).map((label, i) => [
      label,
      heights.slice(i * length, (i + 1) * length),
    ]),
  );
}

/** The text of parameter `templates`. @param {Shapes} shapes */
export function textOf(shapes) {
  return inOrder(shapes)
    .map(([label, heights]) => `${label}:${heights.join(",")}`)
    .join("\n");
}

/** As a CSV file. @param {Shapes} shapes */
export function csvOf(shapes) {
  const rows = inOrder(shapes);
  const head = ["label", ...(rows[0]?.[1] ?? []).map((_, i) => `x${i}`)];
  return `${[head, ...rows.map(([label, heights]) => [label, ...heights])].map((row) => row.join(",")).join("\n")}\n`;
}

/** @param {Shapes} shapes */
function inOrder(shapes) {
  return [...shapes].sort(([a], [b]) => a - b);
}

/** Why the shapes make no templates yet, or "". @param {Shapes} shapes */
export function fault(shapes) {
  for (const [label, heights] of inOrder(shapes)) {
    if (heights.every((height) => height === heights[0])) {
      return `Template ${label} is a straight line: all its numbers are equal, so it has no shape. What was there before stays in use.`;
    }
  }
  return "";
}

/** The same curve with another number of points. @param {number[]} heights @param {number} count */
export function withPoints(heights, count) {
  if (heights.length === count) return [...heights];
  return Array.from({ length: count }, (_, i) => {
    const place = (i / (count - 1)) * (heights.length - 1);
    const low = Math.floor(place);
    const a = heights[low] ?? MIDDLE;
    const b = heights[Math.min(heights.length - 1, low + 1)] ?? a;
    return Number((a + (b - a) * (place - low)).toFixed(2));
  });
}
