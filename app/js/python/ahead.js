// Python's files on their way, on the side of the first worker: fetched, compiled and compared here,
// since a browser hands over megabytes, and what its compiler has made, in tasks of up to 40 ms, and the
// page has better to do. The page is given a copy of each, for the other workers.

import { fetchFile, wasRefused } from "./arrival.js";

/** What was fetched here, by absolute URL, until Python has started. @type {Record<string, ArrayBuffer>} */
let held = {};

/** What was fetched here, once. */
export function takeHeld() {
  const taken = held;
  held = {};
  return taken;
}

/** How often the page hears how much has come. */
const TELL_EVERY_MS = 100;

/** @param {import("../pool/protocol.js").Ahead} ahead */
export async function fetchAhead({ file, url, port }) {
  const abort = new AbortController();
  port.onmessage = () => abort.abort();
  /** @param {import("../pool/protocol.js").FromAhead} message @param {Transferable[]} [given] */
  const say = (message, given = []) => port.postMessage(message, given);
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
    if (part instanceof ArrayBuffer) {
      held[url] = part;
      const copy = part.slice(0);
      say({ type: "arrived", part: copy }, [copy]);
    } else say({ type: "arrived", part });
    await check();
    say({ type: "checked" });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ type: "failed", message, refused: wasRefused(url) });
  } finally {
    clearInterval(telling);
  }
}
