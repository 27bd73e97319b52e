// Fetches the Python runtime once, with progress that is true to the byte, and hands it to every
// worker of the pool: the WebAssembly module compiled, the other files as bytes. Sizes and hashes come
// from the build's manifest; content-length is the compressed size.

import { fetchFile, LoadError } from "../python/arrival.js";

/** @typedef {import("../pool/protocol.js").Config} Config */
/** @typedef {import("../pool/protocol.js").Assets} Assets */
/** @typedef {import("../pool/protocol.js").HeadStart} HeadStart */
/** @typedef {import("../python/arrival.js").Arrived} Arrived */

/** No byte for this long and the download counts as stalled. */
export const STALL_MS = 12_000;

const stalled = () =>
  new LoadError(`No data for ${STALL_MS / 1000} seconds; the connection may be lost.`);

/**
 * @param {Config} config
 * @param {string} base the page's address; all files are relative to it
 * @param {(loaded: number, total: number) => void} onProgress
 * @param {HeadStart} [early] files that are on their way already
 * @returns {{assets: Promise<Assets>, checked: Promise<void>}} Python may be started from the assets, and
 *   used once they have been checked
 */
export function loadAssets(config, base, onProgress, early) {
  const arrived = download(config, base, onProgress, early);
  return {
    assets: arrived.then((all) => toAssets(config, base, all)),
    checked: arrived.then((all) => checkAll(config, base, all)),
  };
}

/**
 * After the task in which Python begins to start.
 * @param {Config} config
 * @param {string} base
 * @param {Map<string, Arrived>} arrived
 */
async function checkAll(config, base, arrived) {
  await new Promise((resolve) => setTimeout(resolve));
  await Promise.all([...arrived.values()].map(({ check }) => check()));
  await checkWorkerModules(config, base);
}

/**
 * @param {Config} config
 * @param {string} base
 * @param {(loaded: number, total: number) => void} onProgress
 * @param {HeadStart} [early]
 * @returns {Promise<Map<string, Arrived>>} by absolute URL
 */
async function download(config, base, onProgress, early) {
  const files = [...config.runtime.files, config.wheel];
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const abort = early?.abort ?? new AbortController();
  let loaded = 0;
  let watchdog = 0;
  const watch = () => {
    clearTimeout(watchdog);
    watchdog = window.setTimeout(() => abort.abort(stalled()), STALL_MS);
  };
  /** @param {number} bytes */
  const count = (bytes) => {
    loaded += bytes;
    watch();
    onProgress(loaded, total);
  };
  watch();
  try {
    const arrived = files.map(async (file) => {
      const { href } = new URL(file.url, base);
      const part = await fetchFile(file, href, count, abort.signal, early?.files[href]);
      return /** @type {const} */ ([href, part]);
    });
    return new Map(await Promise.all(arrived));
  } catch (error) {
    const reason = abort.signal.aborted ? abort.signal.reason : error; // of several, the first
    abort.abort(reason);
    throw reason;
  } finally {
    clearTimeout(watchdog);
  }
}

/**
 * @param {Config} config
 * @param {string} base
 * @param {Map<string, Arrived>} arrived
 * @returns {Assets}
 */
function toAssets(config, base, arrived) {
  /** @type {WebAssembly.Module | undefined} */
  let module;
  /** @type {Record<string, ArrayBuffer>} */
  const files = {};
  for (const [url, { part }] of arrived) {
    if (part instanceof WebAssembly.Module) module = part;
    else files[url] = part;
  }
  if (!module) throw new LoadError("The runtime has no .wasm file.");
  const indexURL = new URL(config.runtime.baseUrl, base).href;
  const wheelURLs = [...arrived.keys()].filter((url) => url.endsWith(".whl"));
  return { indexURL, wheelURLs, module, files };
}

/**
 * Fails when a module that workers import is not the one that was built. Browsers compare hashes of
 * a document's modules only (the import map of the page), so here the page itself looks at what its
 * cache gave to the first worker; Pyodide's own modules are among the runtime's files.
 * @param {Config} config
 * @param {string} base
 */
async function checkWorkerModules(config, base) {
  const abort = new AbortController();
  const watchdog = setTimeout(() => abort.abort(stalled()), STALL_MS);
  try {
    const checked = config.worker.map(async (file) => {
      const { href } = new URL(file.url, base);
      const { check } = await fetchFile(file, href, () => {}, abort.signal);
      await check();
    });
    await Promise.all(checked);
  } finally {
    clearTimeout(watchdog);
  }
}
