// MNIST's images: 2 MB that nobody needs but the experiment beside them, so its first run fetches them,
// and hands them to every worker under the name by which Python asks for them.

import { areAsBuilt } from "../python/digest.js";

/** @typedef {import("../pool/pool.js").Pool} Pool */

const EXPERIMENT = "mnist";
const NAME = "mnist.npz";

/** @type {Promise<Blob> | null} */
let fetched = null;

/**
 * What an experiment needs besides its parameters.
 * @param {import("../pool/protocol.js").FileInfo} file where the images are
 * @param {string} experiment
 * @param {Pool} pool
 * @returns {Promise<void> | null} rejects where they did not arrive as they were built; null where nothing is needed
 */
export function supply(file, experiment, pool) {
  return experiment === EXPERIMENT && !pool.files.has(NAME) ? give(file, pool) : null;
}

/** @param {import("../pool/protocol.js").FileInfo} file @param {Pool} pool */
async function give(file, pool) {
  fetched ??= fetchImages(file);
  try {
    const content = await fetched;
    await pool.addFile(NAME, { content, parts: [{ name: NAME, size: content.size }] }, "");
  } finally {
    fetched = null; // the pool has them now; or the next press tries again
  }
}

/** @param {import("../pool/protocol.js").FileInfo} file */
async function fetchImages({ url, sha256 }) {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) {
    const why = response ? `HTTP ${response.status}` : "no network";
    throw new Error(`MNIST’s images did not arrive: ${why}.`);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!(await areAsBuilt(bytes, sha256))) {
    throw new Error("What arrived in the place of MNIST’s images is not what was built.");
  }
  return new Blob([bytes]);
}
