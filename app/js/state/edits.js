// Changed files of the package, as they are kept between visits: one text a path, the newest. They
// are the visitor's own; what came from elsewhere is kept only once it has been allowed.

import { within } from "./database.js";

/**
 * @typedef {object} Edit
 * @property {string} path within the package
 * @property {string} text
 * @property {string} base the text that it was made from
 * @property {number} at when, in milliseconds since 1970
 */

/** @returns {Promise<Edit[]>} */
export async function allEdits() {
  const edits = await within("readonly", (transaction) =>
    transaction.objectStore("edits").getAll(),
  );
  return edits.filter(isWhole);
}

/** Storage may be damaged, or written by something else. @param {Edit} edit */
function isWhole(edit) {
  const texts = [edit?.path, edit?.text, edit?.base];
  return texts.every((text) => typeof text === "string") && Number.isFinite(edit.at);
}

/** @param {Edit} edit */
export async function keepEdit(edit) {
  await within("readwrite", (transaction) => transaction.objectStore("edits").put(edit, edit.path));
}

/** @param {string} path */
export async function dropEdit(path) {
  await within("readwrite", (transaction) => transaction.objectStore("edits").delete(path));
}
