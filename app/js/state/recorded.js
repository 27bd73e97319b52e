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

/** One that is a file of its own. @param {Config} config @param {string} name @returns {Promise<void>} */
export async function fetchApart({ recorded, apart }, name) {
  const file = apart[name];
  if (file && !recorded[name]) recorded[name] = await fetchIt(file);
}

/** @param {Config} config */
async function fetchInto({ recorded, recordings }) {
  Object.assign(recorded, await fetchIt(recordings));
}

/** @param {{url: string, integrity: string}} file */
async function fetchIt({ url, integrity }) {
  const response = await fetch(url, { integrity });
  if (!response.ok) throw new Error(`The recorded runs did not arrive: ${response.status}.`);
  return response.json();
}
