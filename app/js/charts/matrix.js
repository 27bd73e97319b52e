// A confusion matrix: row the true class, column the answer; each cell as strong as its share of
// the row, and the count written in.

import { svg } from "./svg.js";

const CELL = 26;
const LEFT = 38;
const TOP = 30;

/**
 * @param {HTMLElement} host
 * @param {string} id of the series, for its colour
 * @param {number[]} counts in C order
 * @param {number} classes
 */
export function drawMatrix(host, id, counts, classes) {
  const size = classes * CELL;
  const root = svg("svg", {
    class: "chart matrix",
    viewBox: `0 0 ${LEFT + size + 4} ${TOP + size + 22}`,
    "aria-hidden": "true",
  });
  const group = svg("g", { class: `series series-${id}` });
  for (let truth = 0; truth < classes; truth++) {
    const row = counts.slice(truth * classes, (truth + 1) * classes);
    group.append(...drawRow(row, TOP + truth * CELL));
    group.append(label(LEFT - 10, TOP + (truth + 0.5) * CELL + 4, String(truth)));
    group.append(label(LEFT + (truth + 0.5) * CELL, TOP - 8, String(truth)));
  }
  const middle = TOP + size / 2;
  const turned = { class: "tick", transform: `translate(14 ${middle}) rotate(-90)` };
  root.append(
    group,
    svg("text", { ...turned, "text-anchor": "middle" }, "true class"),
    label(LEFT + size / 2, TOP + size + 17, "answer"),
  );
  host.replaceChildren(root);
}

/** @param {number[]} row @param {number} top */
function drawRow(row, top) {
  const total = row.reduce((sum, count) => sum + count, 0) || 1;
  return row.flatMap((count, answer) => {
    const share = count / total;
    const left = LEFT + answer * CELL;
    const place = { x: left, y: top, width: CELL - 1, height: CELL - 1 };
    const cell = svg("rect", { class: "cell", ...place, "fill-opacity": share.toFixed(3) });
    const frame = svg("rect", { class: "cellframe", ...place });
    if (count === 0) return [frame];
    const kind = share > 0.45 ? "count strong" : "count";
    const where = { class: kind, x: left + (CELL - 1) / 2, y: top + 17, "text-anchor": "middle" };
    return [frame, cell, svg("text", where, String(count))];
  });
}

/** @param {number} x @param {number} y @param {string} text */
function label(x, y, text) {
  return svg("text", { class: "tick", x, y, "text-anchor": "middle" }, text);
}
