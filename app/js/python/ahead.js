// Python's WebAssembly on its way, on the worker's side: fetched, compiled and compared here, since a
// browser hands over what its compiler has made in tasks of up to 40 ms, and the page has better to do.

import { fetchFile } from "./arrival.js";

/** How often the page hears how much has come. */
const TELL_EVERY_MS = 100;

/** @param {import("../pool/protocol.js").Ahead} ahead */
export async function fetchAhead({ file, url, port }) {
  const abort = new AbortController();
  port.onmessage = () => abort.abort();
  /** @param {import("../pool/protocol.js").FromAhead} message */
  const say = (message) => port.postMessage(message);
  let bytes = 0;
  const tell = () => {
    if (bytes > 0) say({ type: "bytes", bytes });
    bytes = 0;
  };
  const telling = setInterval(tell, TELL_EVERY_MS);
  const count = (/** @type {number} */ more) => {
    bytes += more;
  };
  try {
    const { part, check } = await fetchFile(file, url, count, abort.signal);
    tell();
    say({ type: "arrived", part });
    await check();
    say({ type: "checked" });
  } catch (error) {
    say({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  } finally {
    clearInterval(telling);
  }
}
