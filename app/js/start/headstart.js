// Begins the download of Python, and starts its first worker, as soon as the document's first lines
// are read: so it is a plain script in the head and no module. runtime.js takes over from it.

/** @typedef {import("../pool/protocol.js").HeadStart} HeadStart */

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

  const files = [...config.runtime.files, config.wheel].map((file) => ({
    file,
    url: new URL(file.url, document.baseURI).href,
  }));
  const [wasm] = files.filter(({ url }) => url.endsWith(".wasm"));

  /** @type {HeadStart} */
  const headStart = { abort, files: {}, worker: null };
  Object.assign(window, { labHeadStart: headStart });
  try {
    const address = new URL("../python/worker.js", script.src);
    const worker = new Worker(guard?.code(address) ?? address, { type: "module" });
    const indexURL = new URL(config.runtime.baseUrl, document.baseURI).href;
    const { port1, port2 } = new MessageChannel();
    const ahead = wasm && { ...wasm, port: port2 };
    worker.postMessage({ type: "prefetch", indexURL, ahead }, [port2]);
    /** @type {Promise<void>} */
    const lost = new Promise((resolve) => {
      worker.addEventListener("error", () => {
        // Nobody would hear of its error: without it another is started, whose error is heard.
        headStart.worker = null;
        resolve();
      });
    });
    headStart.worker = worker;
    if (wasm) headStart.files[wasm.url] = { port: port1, lost };
  } catch {
    // support.js says what this browser lacks.
  }
  for (const { url } of files) {
    if (headStart.files[url]) continue;
    const response = fetch(url, { signal: abort.signal });
    response.catch(() => {}); // loader.js reports it
    headStart.files[url] = { response };
  }
})();
