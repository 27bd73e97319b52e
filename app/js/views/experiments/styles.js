// How the lines of a plain figure look: arms and models as everywhere, others by their order; no two
// of one figure have the same mark and dash.

import { KINDS } from "../models/kinds.js";
import { ARM_STYLES } from "../tickets/arms.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./lines.js").Line} Line */
/** @typedef {import("../../pictures/svg.js").Mark} Mark */
/** @typedef {{id: string, label: string, mark: Mark, dash: string}} Style */

/** @type {Mark[]} */
const MARKS = ["circle", "square", "triangle", "diamond", "down", "plus", "cross", "hexagon"];
const DASHES = ["", "7 4", "2 4", "9 3", "7 3 2 3"];

/** css/experiments.css has as many colours. */
const COLOURS = 6;

/** @type {Style[]} */
const KNOWN = [...ARM_STYLES, ...KINDS];

/** A falling rate is "linear" too, and no model. @param {string} column @param {Row[string]} value */
const knownOf = (column, value) =>
  ["arm", "model"].includes(column) ? KNOWN.find(({ id }) => id === value) : undefined;

/** A value that tells a line from others, in words. @param {string} column @param {Row[string]} value */
function wordsOf(column, value) {
  const known = knownOf(column, value);
  if (known) return known.label;
  if (typeof value === "string") return value.replaceAll("_", " ");
  return `${column.replaceAll("_", " ")} ${value ?? "none"}`;
}

/** @param {Line[]} lines @returns {Style[]} */
export function stylesOf(lines) {
  // What all lines have in common tells none of them.
  const differs = (/** @type {string} */ column) =>
    new Set(lines.map(({ series }) => series[column])).size > 1;
  return lines.map(({ series }, index) => {
    const all = Object.entries(series);
    const telling = all.filter(([column]) => differs(column));
    const columns = telling.length > 0 ? telling : all;
    const [known] = columns.flatMap(([column, value]) => knownOf(column, value) ?? []);
    const label = columns.map(([column, value]) => wordsOf(column, value)).join(", ");
    if (known && columns.length === 1) return { ...known, label };
    return {
      id: known?.id ?? `nth-${index % COLOURS}`,
      label,
      mark: MARKS[index % MARKS.length] ?? "circle",
      dash: DASHES[index % DASHES.length] ?? "",
    };
  });
}
