// Published accuracies, and the visitor's own beside them. The table is the data.

import { drawRows } from "../../charts/rows.js";
import {
  captionOf,
  dataSchemasOf,
  describeData,
  isPublishedData,
  stamped,
} from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { byId, find, setText } from "../shared/dom.js";
import { offerDownloads, picturesOf } from "../shared/downloads.js";
import { percent } from "../shared/format.js";
import { namePlaces } from "../shared/named.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {{run: RunView, result: Row}} Own a run of the visitor's, and its final row of one model */

const TITLE = "Test accuracy, percent, on MNIST and MNIST-1D";

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
    id: row.dataset.model ?? "",
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

/** @param {Config} config @param {Store} store */
export function mountWhy(config, store) {
  const host = byId("why-chart");
  /** What stands in the visitor's column, by model. @type {Map<string, Own>} */
  const owns = new Map();
  const draw = () => {
    drawRows(host, rowsOf(readTable()), AXIS, { line: 23, shared: true });
    namePlaces(host, TITLE, captionFor(config, owns));
  };
  draw();
  /** @param {import("../../state/store.js").State | null} before */
  const take = (before) => {
    for (const name of ["benchmark", "compare"]) {
      const run = store.get().runs[name];
      if (run?.phase !== "finished" || before?.runs[name]?.phase === "finished") continue;
      for (const result of resultsOf(run.rows)) {
        owns.set(String(result.model), { run, result });
        enter(config, run.params, result);
      }
      draw();
    }
  };
  store.subscribe((_state, before) => take(before));
  take(null); // a training may have ended before this figure was there
  offerDownloads("why", sourceOf(config, owns));
}

/** The runs that have a mark, each with its models. @param {Map<string, Own>} owns */
function shownRuns(owns) {
  /** @type {Map<RunView, string[]>} */
  const runs = new Map();
  const table = readTable().filter(({ values }) => values[2] !== null);
  for (const { id, label } of table) {
    const run = owns.get(id)?.run;
    if (run) runs.set(run, [...(runs.get(run) ?? []), label]);
  }
  return [...runs];
}

/** @param {Config} config @param {Map<string, Own>} owns */
function captionFor(config, owns) {
  const runs = shownRuns(owns).map(
    ([run, labels]) =>
      ` Yours, ${labels.join(" and ")}: ${captionOf(config, run, [Number(run.params.seed)])}`,
  );
  const lab = runs.length === 0 ? ` MNIST-1D Lab ${config.version}.` : "";
  return `Published: README of MNIST-1D.${runs.join("")}${lab}`;
}

/** @param {Config} config @param {Map<string, Own>} owns @returns {import("../shared/downloads.js").Source} */
function sourceOf(config, owns) {
  const { version } = config;
  const rows = () =>
    readTable().map(({ id, label, values, other }) => {
      const row = {
        model: label,
        mnist: values[0] ?? null,
        mnist1d_published: values[1] ?? null,
        mnist1d_yours: values[2] ?? null,
        yours_on: values[2] === null ? null : other || "published data",
      };
      const own = owns.get(id);
      if (!own) return { ...row, version };
      return stamped(config, own.run, { ...row, seed: own.result.seed ?? null });
    });
  return {
    file: "mnist1d-accuracies",
    csv: () => toCsv(rows()),
    json: () => JSON.stringify({ title: TITLE, version, rows: rows() }),
    pictures: () => picturesOf("#why-chart svg"),
    labels: () => ({
      title: TITLE,
      caption: captionFor(config, owns),
      legend: [...COLUMNS, OTHER].filter(isShown),
    }),
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
 * @param {Config} config
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
