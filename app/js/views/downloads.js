// The files of each figure: rows as CSV, the record as JSON, the picture as SVG and PNG.

import { canvasPng, stacked, toPng, toSvg } from "../charts/export.js";
import { download } from "../download.js";
import { toCsv } from "../record.js";
import { recordFile } from "../recordfile.js";
import { find } from "./dom.js";
import { LEGEND as MODEL_LEGEND } from "./models.js";
import { LEGEND as TICKET_LEGEND } from "./tickets.js";
import { COLUMNS, readTable } from "./why.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../store.js").RunView} RunView */
/** @typedef {import("../protocol.js").Config} Config */
/** @typedef {import("../charts/export.js").Labels} Labels */

/**
 * @typedef {object} Source What one figure can give away.
 * @property {string} file the beginning of the file's name
 * @property {() => string} csv
 * @property {() => string | Promise<Blob>} json
 * @property {() => SVGElement[]} pictures
 * @property {() => Labels} labels
 */

/** @param {Config} config @param {Store} store @param {import("./data.js").DataSection} data */
export function mountDownloads(config, store, data) {
  /** @type {Record<string, Source>} */
  const sources = {
    why: whySource(config),
    data: dataSource(config, data),
    benchmark: runSource(
      config,
      store,
      "benchmark",
      "Training on MNIST-1D",
      [...MODEL_LEGEND],
      "#train .host svg",
    ),
    lottery: runSource(
      config,
      store,
      "lottery",
      "Lottery tickets on MNIST-1D",
      [...TICKET_LEGEND],
      "#tickets-chart svg",
    ),
  };
  for (const [name, source] of Object.entries(sources)) offerDownloads(name, source);
}

/**
 * The download buttons of one figure. The template has them disabled, because until they are bound a
 * click would do nothing; and while there is nothing to give, the file would be empty.
 * @param {string} name
 * @param {boolean} on
 */
export function enableDownloads(name, on) {
  const group = find(`[data-downloads="${name}"]`, HTMLElement);
  for (const button of group.querySelectorAll("button")) button.disabled = !on;
  return group;
}

/** Binds the download buttons of one figure. @param {string} name @param {Source} source */
export function offerDownloads(name, source) {
  const group = enableDownloads(name, true);
  group.addEventListener("click", (event) => {
    const kind = event.target instanceof HTMLElement ? event.target.dataset.kind : undefined;
    if (kind) void give(source, kind);
  });
}

/** @param {Source} source @param {string} kind */
async function give(source, kind) {
  const { file } = source;
  // Python writes NPZ files (tickets/keep.js).
  if (kind === "npz") return;
  if (kind === "csv") return download(`${file}.csv`, source.csv(), "text/csv");
  if (kind === "json") return download(`${file}.json`, await source.json(), "application/json");
  if (kind.endsWith(" mask")) {
    // One file a click: of two at once a browser may drop the second.
    const arm = kind.replace(" mask", "");
    const canvas = find(`#mask-${arm}`, HTMLCanvasElement);
    if (!canvas.hidden) download(`${file}-mask-${arm}.png`, await canvasPng(canvas));
    return;
  }
  const pictures = source.pictures();
  if (pictures.length === 0) return; // nothing has been drawn yet, as the figure says
  const figure = stacked(pictures.map((picture) => toSvg(picture, source.labels())));
  download(`${file}.${kind}`, kind === "svg" ? figure.text : await toPng(figure), "image/svg+xml");
}

/** @param {string} selector */
function pictures(selector) {
  return [...document.querySelectorAll(selector)].filter(
    (element) => element instanceof SVGElement,
  );
}

/** @param {Config} config @returns {Source} */
function whySource(config) {
  const rows = () =>
    readTable().map(({ label, values }) => ({
      model: label,
      mnist: values[0] ?? null,
      mnist1d_published: values[1] ?? null,
      mnist1d_yours: values[2] ?? null,
    }));
  const title = "Test accuracy, percent, on MNIST and MNIST-1D";
  const caption = `Published: README of MNIST-1D. MNIST-1D Lab ${config.version}.`;
  return {
    file: "mnist1d-accuracies",
    csv: () => toCsv(rows()),
    json: () => JSON.stringify({ title, version: config.version, rows: rows() }),
    pictures: () => pictures("#why-chart svg"),
    labels: () => ({ title, caption, legend: COLUMNS }),
  };
}

/** @param {Config} config @param {import("./data.js").DataSection} data @returns {Source} */
function dataSource(config, data) {
  const seed = () => String(data.record?.params.seed);
  return {
    file: "mnist1d-samples",
    csv: () => toCsv(data.rows()),
    json: () => JSON.stringify(data.record),
    pictures: () => pictures("#data-chart svg"),
    labels: () => ({
      title: "Ten samples of MNIST-1D",
      caption: `Seed ${seed()}. MNIST-1D Lab ${config.version}.`,
      legend: [],
    }),
  };
}

/**
 * @param {Config} config
 * @param {Store} store
 * @param {string} name
 * @param {string} title
 * @param {Labels["legend"]} legend
 * @param {string} selector
 * @returns {Source}
 */
export function runSource(config, store, name, title, legend, selector) {
  const run = () => /** @type {RunView} */ (store.get().runs[name]);
  const stamp = () => ({ version: config.version, backend: run().backend });
  return {
    file: `mnist1d-${name}`,
    csv: () => toCsv(run().rows.map((row) => ({ ...row, ...stamp() }))),
    json: () => recordFile(config, name, run()),
    pictures: () => pictures(selector),
    labels: () => ({
      title,
      caption: `${seeds(run().params)} MNIST-1D Lab ${config.version}${run().backend && `, ${run().backend}`}.`,
      legend,
    }),
  };
}

/** @param {import("../schema.js").Values} params empty before the first run */
function seeds({ seed, data_seed }) {
  if (seed === undefined) return "Not run yet, so no seed.";
  return data_seed === undefined ? `Seed ${seed}.` : `Seed ${seed}, data seed ${data_seed}.`;
}
