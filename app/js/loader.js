// Fetches the Python runtime once, with progress that is true to the byte, and hands it to every
// worker of the pool: the WebAssembly module compiled, the other files as bytes. Sizes come from
// the build's manifest, because content-length is the compressed size.

/** @typedef {import("./protocol.js").Config} Config */
/** @typedef {import("./protocol.js").FileInfo} FileInfo */
/** @typedef {import("./protocol.js").Assets} Assets */
/** @typedef {import("./protocol.js").HeadStart} HeadStart */

/** No byte for this long and the download counts as stalled. */
export const STALL_MS = 12_000;

/** What has arrived before anybody reads it comes all at once, and reading it would hold the page. */
const BYTES_A_TURN = 500_000;

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];

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
 * @param {Uint8Array} [kept] filled with the bytes
 */
async function readChecked(body, file, url, onBytes, kept) {
  let seen = 0;
  let turn = 0;
  const reader = body?.getReader();
  for (;;) {
    const chunk = (await reader?.read())?.value;
    if (!chunk) break;
    if (seen === 0 && url.endsWith(".wasm")) checkMagic(chunk, url);
    if (seen + chunk.byteLength <= file.bytes) kept?.set(chunk, seen);
    seen += chunk.byteLength;
    onBytes(chunk.byteLength);
    turn += chunk.byteLength;
    if (turn < BYTES_A_TURN) continue;
    turn = 0;
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (seen === file.bytes) return;
  const counts = `${seen} of ${file.bytes} bytes arrived`;
  throw new LoadError(`${shortName(url)} is not complete: ${counts}.`);
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
 * @param {Promise<import("./protocol.js").Begun>} [begun]
 * @returns {Promise<WebAssembly.Module | ArrayBuffer>}
 */
async function fetchFile(file, url, onBytes, signal, begun) {
  const fresh = async () => ({ response: await fetch(url, { signal }), module: undefined });
  const { response, module } = await (begun ?? fresh()).catch((error) => {
    throw signal.aborted ? signal.reason : new LoadError(`${shortName(url)}: ${error.message}.`);
  });
  if (!response.ok || !response.body) {
    throw new LoadError(`${shortName(url)} could not be loaded (HTTP ${response.status}).`);
  }
  if (url.endsWith(".wasm")) {
    return compile(response, (copy) => readChecked(copy, file, url, onBytes), module);
  }
  const kept = new Uint8Array(file.bytes);
  await readChecked(response.body, file, url, onBytes, kept);
  return kept.buffer;
}

/**
 * The browser keeps the machine code for the next visit only where it compiles its own response, so
 * that goes to the compiler as it is, and a copy is counted and checked.
 * @param {Response} response
 * @param {(copy: Response["body"]) => Promise<void>} read
 * @param {Promise<WebAssembly.Module>} [begun] then the response is that copy
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(response, read, begun) {
  const copy = begun ? response.body : response.clone().body;
  const module = begun ?? WebAssembly.compileStreaming(asWebAssembly(response));
  // The compiler reports a broken stream in its own words; ours, which say why, come first.
  module.catch(() => {});
  await read(copy);
  return module;
}

/** The compiler takes one content type only, which not every server sends. @param {Response} response */
function asWebAssembly(response) {
  const type = "application/wasm";
  if (response.headers.get("content-type") === type) return response;
  return new Response(response.body, { headers: { "content-type": type } });
}

/**
 * @param {Config} config
 * @param {string} base the page's address; all files are relative to it
 * @param {(loaded: number, total: number) => void} onProgress
 * @param {HeadStart} [early] files that are on their way already
 * @returns {Promise<Assets>}
 */
export async function loadAssets(config, base, onProgress, early) {
  const files = [...config.runtime.files, config.wheel];
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const abort = early?.abort ?? new AbortController();
  let loaded = 0;
  let watchdog = 0;
  const watch = () => {
    clearTimeout(watchdog);
    const message = `No data for ${STALL_MS / 1000} seconds; the connection may be lost.`;
    watchdog = window.setTimeout(() => abort.abort(new LoadError(message)), STALL_MS);
  };
  /** @param {number} bytes */
  const count = (bytes) => {
    loaded += bytes;
    watch();
    onProgress(loaded, total);
  };
  watch();
  try {
    const urls = files.map((file) => new URL(file.url, base).href);
    const parts = await Promise.all(
      files.map((file, index) => {
        const url = urls[index] ?? "";
        return fetchFile(file, url, count, abort.signal, early?.files[url]);
      }),
    );
    return toAssets(config, base, urls, parts);
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
 * @param {string[]} urls
 * @param {(WebAssembly.Module | ArrayBuffer)[]} parts
 * @returns {Assets}
 */
function toAssets(config, base, urls, parts) {
  const module = parts.find((part) => part instanceof WebAssembly.Module);
  if (!(module instanceof WebAssembly.Module))
    throw new LoadError("The runtime has no .wasm file.");
  /** @type {Record<string, ArrayBuffer>} */
  const files = {};
  urls.forEach((url, index) => {
    const part = parts[index];
    if (part instanceof ArrayBuffer) files[url] = part;
  });
  const indexURL = new URL(config.runtime.baseUrl, base).href;
  return { indexURL, wheelURLs: urls.filter((url) => url.endsWith(".whl")), module, files };
}
