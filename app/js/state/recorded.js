// The recorded runs that rooms show until a visitor runs their own: a file of its own, for the first
// view needs none of them.

/** @typedef {import("../pool/protocol.js").Config} Config */

/** @type {Promise<void> | null} */
let fetched = null;

/** Puts them into the configuration, once. @param {Config} config @returns {Promise<void>} rejects where the file did not arrive as it was built */
export function fetchRecorded(config) {
  fetched ??= fetchInto(config);
  return fetched;
}

/** @param {Config} config */
async function fetchInto({ recorded, recordings: { url, integrity } }) {
  const response = await fetch(url, { integrity });
  if (!response.ok) throw new Error(`The recorded runs did not arrive: ${response.status}.`);
  Object.assign(recorded, await response.json());
}
