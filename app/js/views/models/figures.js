// The files of a figure of this part: its rows as CSV, the run's record, the picture.

import { toCsv } from "../../record.js";
import { offerDownloads } from "../downloads.js";

/** @typedef {import("../../protocol.js").Row} Row */
/** @typedef {import("../../charts/export.js").Labels} Labels */

/**
 * @typedef {object} Figure
 * @property {string} name of its download buttons and files
 * @property {string} title
 * @property {() => Row[]} rows
 * @property {() => Promise<Blob>} [json] the record; else the rows, with seed and version
 * @property {() => import("../../schema.js").Values} params those that the shown numbers were made with
 * @property {Labels["legend"]} legend
 * @property {string} pictures a selector
 */

/** @param {import("../../protocol.js").Config} config @param {Figure} figure */
export function offerFigure(config, figure) {
  const { version } = config;
  const seeds = () => {
    const { seed = "none", data_seed = "none" } = figure.params();
    return { seed: String(seed), data_seed: String(data_seed) };
  };
  const rows = () => figure.rows().map((row) => ({ ...row, ...seedsOf(row, seeds()), version }));
  offerDownloads(figure.name, {
    file: `mnist1d-${figure.name}`,
    csv: () => toCsv(rows()),
    json: () =>
      figure.json?.() ??
      JSON.stringify({ title: figure.title, params: figure.params(), version, rows: rows() }),
    pictures: () =>
      [...document.querySelectorAll(figure.pictures)].filter((item) => item instanceof SVGElement),
    labels: () => ({
      title: figure.title,
      caption: `Seed ${seeds().seed}, data seed ${seeds().data_seed}. MNIST-1D Lab ${version}.`,
      legend: figure.legend,
    }),
  });
}

/** A row's own seed counts more than its run's. @param {Row} row @param {Row} seeds @returns {Row} */
function seedsOf(row, seeds) {
  return { ...seeds, ...(row.seed === undefined ? {} : { seed: row.seed }) };
}

/** Runs jobs one after the other, each in a task of its own, so that none holds the page. @param {(() => void)[]} jobs */
export async function inPieces(jobs) {
  for (const job of jobs) {
    await new Promise((resolve) => setTimeout(resolve));
    job();
  }
}
