// Published accuracies, and the visitor's own beside them. The table is the data.

import { drawRows } from "../../charts/rows.js";
import { dataSchemasOf, describeData, isPublishedData } from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { byId, find, setText } from "../shared/dom.js";
import { offerDownloads, picturesOf } from "../shared/downloads.js";
import { percent } from "../shared/format.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../pool/protocol.js").Row} Row */

/** @type {{id: string, label: string, mark: import("../../pictures/svg.js").Mark}[]} */
const COLUMNS = [
  { id: "mnist", label: "MNIST", mark: "square" },
  { id: "mnist1d", label: "MNIST-1D, published", mark: "circle" },
  { id: "yours", label: "MNIST-1D, your runs", mark: "diamond" },
];

/** A run on other data than the published stands beside them, but is not of their kind. @type {(typeof COLUMNS)[number] & {open: boolean}} */
const OTHER = { id: "yours", label: "your runs, other data", mark: "diamond", open: true };

/** @returns {HTMLTableRowElement[]} */
function bodyRows() {
  return [...(find("#why-table", HTMLTableElement).tBodies[0]?.rows ?? [])];
}

/** The table as numbers. */
function readTable() {
  return bodyRows().map((row) => ({
    model: row.dataset.model ?? "",
    label: row.cells[0]?.textContent ?? "",
    other: row.cells[3]?.dataset.other ?? "",
    values: [...row.cells]
      .slice(1)
      .map((cell) => (cell.dataset.value ? Number(cell.dataset.value) : null)),
  }));
}

/** @type {import("../../charts/rows.js").RowAxis} */
const AXIS = { label: "test accuracy, percent", domain: [0, 100], format: String };

/** @param {ReturnType<typeof readTable>} table @returns {import("../../charts/rows.js").Row[]} */
function rowsOf(table) {
  return table.map(({ label, values, other }) => ({
    label,
    points: COLUMNS.map((column, index) => {
      const look = column.id === "yours" && other ? OTHER : column;
      return { ...look, value: values[index] ?? null };
    }),
  }));
}

/** @param {import("../../pool/protocol.js").Config} config @param {Store} store */
export function mountWhy(config, store) {
  const host = byId("why-chart");
  const draw = () => drawRows(host, rowsOf(readTable()), AXIS, { line: 23, shared: true });
  draw();
  /** @param {import("../../state/store.js").State | null} before */
  const take = (before) => {
    for (const name of ["benchmark", "compare"]) {
      const run = store.get().runs[name];
      if (run?.phase !== "finished" || before?.runs[name]?.phase === "finished") continue;
      for (const row of resultsOf(run.rows)) enter(config, run.params, row);
      draw();
    }
  };
  store.subscribe((_state, before) => take(before));
  take(null); // a training may have ended before this figure was there
  offerDownloads("why", sourceOf(config));
}

/** @param {import("../../pool/protocol.js").Config} config @returns {import("../shared/downloads.js").Source} */
function sourceOf(config) {
  const rows = () =>
    readTable().map(({ label, values, other }) => ({
      model: label,
      mnist: values[0] ?? null,
      mnist1d_published: values[1] ?? null,
      mnist1d_yours: values[2] ?? null,
      yours_on: values[2] === null ? null : other || "published data",
    }));
  const title = "Test accuracy, percent, on MNIST and MNIST-1D";
  const caption = `Published: README of MNIST-1D. MNIST-1D Lab ${config.version}.`;
  return {
    file: "mnist1d-accuracies",
    csv: () => toCsv(rows()),
    json: () => JSON.stringify({ title, version: config.version, rows: rows() }),
    pictures: () => picturesOf("#why-chart svg"),
    labels: () => ({ title, caption, legend: [...COLUMNS, OTHER].filter(isShown) }),
  };
}

/** Of several seeds and orders, the first. @param {Row[]} rows */
function resultsOf(rows) {
  const finals = rows.filter((row) => row.final && row.trial === 0);
  const inOrder = finals.filter((row) => !row.shuffled);
  return inOrder.length > 0 ? inOrder : finals;
}

/** Whether the table has such a mark. @param {{id: string, open?: boolean}} column */
function isShown({ id, open = false }) {
  if (id !== "yours") return true;
  return readTable().some(({ values, other }) => values[2] !== null && (other !== "") === open);
}

/**
 * @param {import("../../pool/protocol.js").Config} config
 * @param {import("../../state/schema.js").Values} params of the run
 * @param {Row} result a final row of a benchmark
 */
function enter(config, params, result) {
  const row = bodyRows().find((item) => item.dataset.model === result.model);
  const cell = row?.cells[3];
  if (!cell) return;
  const accuracy = Number(result.test_acc);
  const order = result.shuffled ? ", positions shuffled" : "";
  const data = `${describeData(dataSchemasOf(config), params)}${order}`;
  const other = isPublishedData(config, params) && !order ? "" : data;
  cell.dataset.value = String(accuracy);
  cell.dataset.other = other;
  setText(cell, `${accuracy.toFixed(1)}${other && ` (${other})`}`);
  const label = row.cells[0]?.textContent ?? "";
  const apart = other ? " These are not the published data: an open mark." : "";
  setText(
    byId("why-summary"),
    `Your ${label}: ${percent(accuracy)}, seed ${result.seed}. Data: ${data}.${apart}`,
  );
}
