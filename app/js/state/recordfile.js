// The record of a panel's run as a file of JSON, also while it has none from Python yet.

import { encodeArray } from "./record.js";

/** @typedef {import("../pool/protocol.js").Config} Config */
/** @typedef {import("../pool/protocol.js").Row} Row */
/** @typedef {import("../pool/protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("./store.js").RunView} RunView */

const ROWS_A_TURN = 500;
const BYTES_A_TURN = 500_000;

/** @param {BlobPart[]} parts */
const jsonFile = (parts) => new Blob(parts, { type: "application/json" });

const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** The record; that of a run which is not finished says so. @param {Config} config @param {string} name the panel's @param {RunView} run @param {string} [experiment] @returns {Promise<Blob>} */
export async function recordFile(config, name, run, experiment = name) {
  if (run.phase === "recorded") return jsonFile([JSON.stringify(config.recorded[name])]);
  if (run.record) return run.record;
  const { params, backend, elapsed, notices, rows, arrays } = run;
  const seed = params.seed ?? null;
  const { version } = config;
  const head = { experiment, params, seed, version, backend, elapsed_s: elapsed, notices };
  const beginning = JSON.stringify({ ...head, summary: [], finished: false }).slice(0, -1);
  const rowParts = await listed(rowTexts(rows));
  const arrayParts = await listed(arrayTexts(arrays));
  return jsonFile([beginning, ',"rows":[', ...rowParts, '],"arrays":{', ...arrayParts, "}}"]);
}

/** Texts with commas between, each written in a turn of its own: all at once would hold the page. @param {Generator<string>} texts */
async function listed(texts) {
  const parts = [];
  for (const text of texts) {
    parts.push(new Blob([parts.length ? "," : "", text]));
    await breathe();
  }
  return parts;
}

/** @param {Row[]} rows */
function* rowTexts(rows) {
  for (let at = 0; at < rows.length; at += ROWS_A_TURN) {
    yield JSON.stringify(rows.slice(at, at + ROWS_A_TURN)).slice(1, -1);
  }
}

/** @param {Record<string, ArrayValue>} arrays */
function* arrayTexts(arrays) {
  let texts = [];
  let bytes = 0;
  for (const [name, array] of Object.entries(arrays)) {
    texts.push(`${JSON.stringify(name)}:${JSON.stringify(encodeArray(array))}`);
    bytes += array.bytes.length;
    if (bytes < BYTES_A_TURN) continue;
    yield texts.join(",");
    texts = [];
    bytes = 0;
  }
  if (texts.length) yield texts.join(",");
}
