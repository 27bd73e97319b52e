// One file of the runtime on its way here, to the page or to its first worker (ahead.js): counted as
// it comes, compiled where it is WebAssembly, and refused when it is not, to the byte, the one that was
// built. `fetch` could compare hashes too, but would keep every byte back until the last: no progress,
// no stall noticed, nothing compiled on the way. To compare them takes some 25 ms, so it is done while
// Python starts.

import { areAsBuilt } from "./digest.js";

/** @typedef {import("../pool/protocol.js").FileInfo} FileInfo */
/** @typedef {import("../pool/protocol.js").Begun} Begun */

/**
 * @typedef {object} Arrived
 * @property {WebAssembly.Module | ArrayBuffer} part
 * @property {() => Promise<void>} check fails when it is not the file that was built
 */

/** What has arrived before anybody reads it comes all at once, and reading it would hold the page. */
const BYTES_A_TURN = 500_000;

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** What was refused, and may lie in the browser's cache for ever; by absolute URL. @type {Set<string>} */
const refused = new Set();

/** Whether a file of this address was refused here. @param {string} url */
export const wasRefused = (url) => refused.has(url);

export class LoadError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "LoadError";
  }
}

/** @param {string} url */
function shortName(url) {
  return new URL(url).pathname.split("/").pop() ?? url;
}

/**
 * Reads a file to its end, counts its bytes, and fails when they cannot be the file that was built.
 * A plain loop: passed through streams, as is more usual, the bytes cost the page 20 to 40 ms more.
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {FileInfo} file
 * @param {string} url
 * @param {(bytes: number) => void} onBytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function readAll(body, file, url, onBytes) {
  const kept = new Uint8Array(file.bytes);
  let seen = 0;
  let turn = 0;
  const reader = body?.getReader();
  for (;;) {
    const chunk = (await reader?.read())?.value;
    if (!chunk) break;
    if (seen === 0 && url.endsWith(".wasm")) checkMagic(chunk, url);
    if (seen + chunk.byteLength <= file.bytes) kept.set(chunk, seen);
    seen += chunk.byteLength;
    onBytes(chunk.byteLength);
    turn += chunk.byteLength;
    if (turn < BYTES_A_TURN) continue;
    turn = 0;
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (seen === file.bytes) return kept;
  const counts = `${seen} of ${file.bytes} bytes arrived`;
  throw new LoadError(`${shortName(url)} is not complete: ${counts}.`);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {FileInfo} file @param {string} url */
async function check(bytes, file, url) {
  if (await areAsBuilt(bytes, file.sha256)) return;
  refused.add(url);
  throw new LoadError(`${shortName(url)} has been altered: it is not the file that was built.`);
}

/** loadPyodide never settles on bytes that are no WebAssembly, so look first. @param {Uint8Array} chunk @param {string} url */
function checkMagic(chunk, url) {
  if (WASM_MAGIC.every((byte, index) => chunk[index] === byte)) return;
  throw new LoadError(
    `${shortName(url)} is not a WebAssembly file; the server sent something else.`,
  );
}

/**
 * @param {FileInfo} file
 * @param {string} url
 * @param {(bytes: number) => void} onBytes
 * @param {AbortSignal} signal
 * @param {Begun} [begun]
 * @returns {Promise<Arrived>}
 */
export async function fetchFile(file, url, onBytes, signal, begun) {
  const elsewhere = begun && "port" in begun ? await fromWorker(begun, url, onBytes, signal) : null;
  if (elsewhere) return elsewhere;
  const coming = begun && "response" in begun ? begun.response : fetchAnew(url, signal);
  const response = await coming.catch((error) => {
    throw signal.aborted ? signal.reason : new LoadError(`${shortName(url)}: ${error.message}.`);
  });
  if (!response.ok || !response.body) {
    throw new LoadError(`${shortName(url)} could not be loaded (HTTP ${response.status}).`);
  }
  const isWasm = url.endsWith(".wasm");
  const { compiling, body } = isWasm ? compile(response) : { compiling: null, body: response.body };
  const bytes = await readAll(body, file, url, onBytes).catch((error) => {
    if (!signal.aborted) refused.add(url);
    throw error;
  });
  const checked = () => check(bytes, file, url);
  if (!compiling) return { part: bytes.buffer, check: checked };
  // The compiler says in its own words what is wrong with a file that was altered; ours come first.
  const part = await compiling.catch((error) => checked().then(() => Promise.reject(error)));
  return { part, check: checked };
}

/** @param {string} url @param {AbortSignal} signal */
function fetchAnew(url, signal) {
  return fetch(url, { signal, cache: refused.has(url) ? "reload" : "default" });
}

/**
 * What a worker fetches (ahead.js); null where there is no such worker after all.
 * @param {import("../pool/protocol.js").BegunElsewhere} begun
 * @param {string} url
 * @param {(bytes: number) => void} onBytes
 * @param {AbortSignal} signal
 * @returns {Promise<Arrived | null>}
 */
function fromWorker({ port, lost }, url, onBytes, signal) {
  return new Promise((resolve, reject) => {
    let passed = () => {};
    let refuse = (/** @type {LoadError} */ _error) => {};
    /** @type {Promise<void>} */
    const checked = new Promise((...ends) => {
      [passed, refuse] = ends;
    });
    checked.catch(() => {}); // whoever asks whether it was altered hears of it
    /** @param {MessageEvent<import("../pool/protocol.js").FromAhead>} event */
    port.onmessage = ({ data }) => {
      if (signal.aborted) return;
      if (data.type === "bytes") return onBytes(data.bytes);
      if (data.type === "arrived") return resolve({ part: data.part, check: () => checked });
      port.close();
      if (data.type === "checked") return passed();
      if (data.refused) refused.add(url);
      const error = new LoadError(data.message);
      refuse(error);
      reject(error);
    };
    // Before it has arrived the page fetches it itself.
    const giveUp = () => {
      resolve(null);
      refuse(new LoadError(`${shortName(url)} has not been compared: its worker has failed.`));
    };
    port.onmessageerror = giveUp;
    lost.then(giveUp);
    signal.addEventListener("abort", () => {
      port.postMessage("stop");
      reject(signal.reason);
    });
  });
}

/**
 * The browser keeps the machine code for the next visit only where it compiles its own response, so
 * that goes to the compiler as it is, and a copy is counted and checked.
 * @param {Response} response
 */
function compile(response) {
  const { body } = response.clone();
  const compiling = WebAssembly.compileStreaming(asWebAssembly(response));
  // It reports a broken stream in its own words; ours, which say why, come first.
  compiling.catch(() => {});
  return { compiling, body };
}

/** The compiler takes one content type only, which not every server sends. @param {Response} response */
function asWebAssembly(response) {
  const type = "application/wasm";
  if (response.headers.get("content-type") === type) return response;
  return new Response(response.body, { headers: { "content-type": type } });
}
