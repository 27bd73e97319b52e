// Begins the download of Python, and starts its first worker, as soon as the document's first lines
// are read: so it is a plain script in the head and no module. runtime.js takes over from it.

/** @typedef {import("../pool/protocol.js").HeadStart} HeadStart */
/** @typedef {import("../pool/protocol.js").Begun} Begun */

(() => {
  const block = document.getElementById("lab-runtime");
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!block || typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) return;
  /** @type {Pick<import("../pool/protocol.js").Config, "runtime" | "wheel">} */
  const config = JSON.parse(block.textContent ?? "");
  const { labGuard: guard } = /** @type {{labGuard?: import("../pool/protocol.js").Guard}} */ (
    window
  );
  const abort = new AbortController();

  /** @param {string} url @returns {Promise<Begun>} */
  async function begin(url) {
    const response = await fetch(url, { signal: abort.signal });
    const type = response.headers.get("content-type");
    if (!response.ok || type !== "application/wasm") return { response };
    // The browser keeps machine code for the next visit only if it compiles its own response.
    const copy = response.clone();
    return { response: copy, module: WebAssembly.compileStreaming(response) };
  }

  /** @type {Record<string, Promise<Begun>>} */
  const files = {};
  for (const file of [...config.runtime.files, config.wheel]) {
    const url = new URL(file.url, document.baseURI).href;
    files[url] = begin(url);
    files[url].then(({ module }) => module?.catch(() => {})).catch(() => {}); // loader.js reports it
  }

  /** @type {HeadStart} */
  const headStart = { abort, files, worker: null };
  Object.assign(window, { labHeadStart: headStart });
  try {
    const address = new URL("../python/worker.js", script.src);
    const worker = new Worker(guard?.code(address) ?? address, { type: "module" });
    const indexURL = new URL(config.runtime.baseUrl, document.baseURI).href;
    worker.postMessage({ type: "prefetch", indexURL });
    // Nobody would hear of its error: without it another is started, whose error is heard.
    worker.onerror = () => {
      headStart.worker = null;
    };
    headStart.worker = worker;
  } catch {
    // support.js says what this browser lacks.
  }
})();
