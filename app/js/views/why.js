// Part 1: published accuracies, and the visitor's own beside them. The table is the data.

import { drawDots } from "../charts/dots.js";
import { percent } from "../format.js";
import { byId, find, setText } from "./dom.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../protocol.js").Row} Row */

/** @type {import("../charts/dots.js").Column[]} */
export const COLUMNS = [
  { id: "mnist", label: "MNIST", mark: "square" },
  { id: "mnist1d", label: "MNIST-1D, published", mark: "circle" },
  { id: "yours", label: "MNIST-1D, your runs", mark: "diamond" },
];

/** @returns {HTMLTableRowElement[]} */
function bodyRows() {
  return [...(find("#why-table", HTMLTableElement).tBodies[0]?.rows ?? [])];
}

/** The table as numbers. */
export function readTable() {
  return bodyRows().map((row) => ({
    model: row.dataset.model ?? "",
    label: row.cells[0]?.textContent ?? "",
    values: [...row.cells]
      .slice(1)
      .map((cell) => (cell.dataset.value ? Number(cell.dataset.value) : null)),
  }));
}

/** @param {Store} store */
export function mountWhy(store) {
  const host = byId("why-chart");
  const draw = () => drawDots(host, COLUMNS, readTable());
  new ResizeObserver(draw).observe(host);
  store.subscribe((state, before) => {
    for (const name of ["benchmark", "compare"]) {
      const run = state.runs[name];
      if (run?.phase !== "finished" || before.runs[name]?.phase === "finished") continue;
      for (const row of resultsOf(run.rows)) enter(row);
      draw();
    }
  });
}

/** Of several seeds and orders, the first. @param {Row[]} rows */
function resultsOf(rows) {
  const finals = rows.filter((row) => row.final && row.trial === 0);
  const inOrder = finals.filter((row) => !row.shuffled);
  return inOrder.length > 0 ? inOrder : finals;
}

/** @param {Row} result a final row of a benchmark */
function enter(result) {
  const row = bodyRows().find((item) => item.dataset.model === result.model);
  const cell = row?.cells[3];
  if (!cell) return;
  const accuracy = Number(result.test_acc);
  cell.dataset.value = String(accuracy);
  setText(cell, accuracy.toFixed(1));
  const label = row.cells[0]?.textContent ?? "";
  const order = result.shuffled ? ", positions shuffled" : "";
  setText(
    byId("why-summary"),
    `Your ${label}: ${percent(accuracy)} on the data set above, seed ${result.seed}${order}.`,
  );
}
