// The console's side in its worker: what it may import, the session, and what it writes.

import { readNow } from "./readnow.js";

/** @typedef {import("./boot.js").Python} Python */
/** @typedef {import("../pool/protocol.js").FromWorker} FromWorker */
/** @typedef {any} PyProxy Pyodide's own types lie in the vendored file, which tsc does not see. */

/** A module of each archive that a start does without: with it the whole archive is there for good. */
const OF_THE_ARCHIVES = ["plistlib", "numpy.polynomial"];

/**
 * Fetches from the page's own host what the console will not be able to fetch later.
 * @param {PyProxy} pyodide
 * @param {boolean} network micropip is of no use without
 */
export async function prepareConsole(pyodide, network) {
  for (const name of OF_THE_ARCHIVES) pyodide.pyimport(name);
  if (network) await pyodide.loadPackage("micropip", { messageCallback: () => {} });
}

/** @param {PyProxy} pyodide @param {Python} python @returns {Python} that answers what is typed, too */
export function withConsole(pyodide, python) {
  /** @type {PyProxy} */
  let session = null;
  /** @param {string} text */
  const write = (text) => {
    /** @type {FromWorker} */
    const message = { type: "output", text };
    self.postMessage(message);
  };
  /** @type {Python["answer"]} */
  const answer = (call) => {
    if (call.name === "openConsole") {
      const { open_console } = pyodide.pyimport("mnist1d_lab.bridge.console");
      const record = call.record ? readNow(call.record) : undefined;
      session = open_console(write, JSON.stringify(call.params), record);
      return "";
    }
    return call.name === "type" ? typed(session, call.source) : python.answer(call);
  };
  return { ...python, answer };
}

/** @param {PyProxy} session @param {string} source @returns {Promise<string>} whether it went well */
async function typed(session, source) {
  return (await session.run(source)) ? "well" : "failed";
}
