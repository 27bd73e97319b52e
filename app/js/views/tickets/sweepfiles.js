// The identity of a sweep's maps: on which data and with which seeds its points were run, as far as
// that is known, for the caption and for each row.

import { dataSchemasOf, describeData, stamped } from "../../state/identity.js";

/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../state/schema.js").Values} Values */

/**
 * @typedef {object} Shown
 * @property {string} name whose the sweep is, in a sentence
 * @property {Values | null} params of a recorded one: as which run its points were made, but for what the maps turn
 */

/** @param {Config} config @param {string} title @param {Shown} shown */
export function captionOfSweep(config, title, { name, params }) {
  const data = params ? describeData(dataSchemasOf(config), params) : "";
  const but = data && ` Data: ${data}, but for what the maps turn.`;
  return `${title}. ${name}${but} MNIST-1D Lab ${config.version}.`;
}

/** @param {Config} config @param {Shown} shown @param {import("./sweeptable.js").Line[]} lines @returns {Row[]} */
export function rowsOfSweep(config, { name, params }, lines) {
  const { version } = config;
  if (!params) return lines.map((line) => ({ ...line, source: name, recorded: false, version }));
  const made = { params, backend: "", phase: /** @type {const} */ ("recorded"), origin: "" };
  return lines.map((line) => stamped(config, made, line));
}
