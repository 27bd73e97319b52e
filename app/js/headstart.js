// Begins the download of Python and starts its first worker while the document is still being read.
// It is the first script that runs and needs nothing of the document but the block #lab-runtime.

import { loadAssets } from "./loader.js";
import { missingFeature } from "./support.js";

/** @typedef {import("./protocol.js").Assets} Assets */
/** @typedef {import("./loader.js").Progress} Progress */
/** @typedef {Pick<import("./protocol.js").Config, "runtime" | "wheel">} RuntimeConfig */

/**
 * @typedef {object} HeadStart
 * @property {Promise<Assets>} assets
 * @property {() => Worker | null} worker the worker, once; null if it has failed meanwhile
 * @property {(listener: Progress) => void} listen
 */

/** A worker, which begins with the part of the download that it reads by itself. @param {RuntimeConfig} config */
export function spawnWorker(config) {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const indexURL = new URL(config.runtime.baseUrl, document.baseURI).href;
  worker.postMessage({ type: "prefetch", indexURL });
  return worker;
}

/** @returns {HeadStart | null} */
function begin() {
  const block = document.getElementById("lab-runtime");
  if (!block || missingFeature()) return null;
  /** @type {RuntimeConfig} */
  const config = JSON.parse(block.textContent ?? "");
  let loaded = 0;
  let total = 0;
  /** @type {Progress} */
  let listener = () => {};
  const assets = loadAssets(config, document.baseURI, (now, all) => {
    [loaded, total] = [now, all];
    listener(loaded, total);
  });
  assets.catch(() => {}); // whoever takes the head start reports it
  /** @type {Worker | null} */
  let worker = spawnWorker(config);
  // Its error would be told to nobody: without a worker another is started, whose error is told.
  worker.onerror = () => {
    worker = null;
  };
  const takeWorker = () => {
    const taken = worker;
    worker = null;
    return taken;
  };
  const listen = (/** @type {Progress} */ next) => {
    listener = next;
    if (total) listener(loaded, total);
  };
  return { assets, worker: takeWorker, listen };
}

let headStart = begin();

/** What has begun already, once: a second try begins anew. */
export function takeHeadStart() {
  const taken = headStart;
  headStart = null;
  return taken;
}
