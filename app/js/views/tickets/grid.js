// The full factorial of the controls as a grid: a network (mask and initial weights) a line, a kind
// of data a column.

import { cellStyle } from "./arms.js";
import { points, rangeOf } from "./wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{control: string, arm: string, weights: string}} Cell */

/** @type {Record<string, string>} */
export const DATA_LABELS = {
  same: "same data",
  fresh: "fresh data",
  shuffled: "shuffled",
  reversed: "reversed",
  rolled: "rolled",
  chunked: "chunks shuffled",
};

/** What a row of a figure is called. @param {string} control @param {string} at of which view */
export function dataLabel(control, at) {
  const label = DATA_LABELS[control] ?? control;
  return at === "best" ? `${label.replace(/ data$| shuffled$/, "")}, best` : label;
}

/** A mean and how far its interval reaches to either side. @param {Row | undefined} row */
export function withReach(row) {
  if (!row) return "";
  const range = rangeOf(row);
  const mean = points(Number(row.mean));
  return range ? `${mean} ± ${points(range[1] - Number(row.mean))}` : mean;
}

/**
 * @param {string[]} controls the kinds of data
 * @param {Cell[]} networks of any one of them
 * @param {object} view
 * @param {(cell: Cell) => Row | undefined} view.find the accuracy of a cell
 * @param {(cell: Cell) => string} [view.note] the rate that it is at, or ""
 * @param {string} [view.said] what the view is called, where there are two
 */
export function gridOf(controls, networks, { find, note = () => "", said = "" }) {
  const head = ["mask and weights", ...controls.map((control) => DATA_LABELS[control] ?? control)];
  const lines = networks.map(({ arm, weights }) => [
    `${cellStyle(arm, weights).label}${said && `, ${said}`}`,
    ...controls.map((control) => {
      const cell = { control, arm, weights };
      const rate = note(cell);
      return `${withReach(find(cell))}${rate && ` at ${rate}`}`;
    }),
  ]);
  return { head, lines };
}
