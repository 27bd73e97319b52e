// Begins the download of Python, and starts its first worker, as soon as the document's first lines
// are read: so it is a plain script in the head and no module. runtime.js takes over from it. On a
// phone, whose processors are slow, the page comes first: there it begins when runtime.js asks for it.

/** @typedef {import("../pool/protocol.js").HeadStart} HeadStart */

(() => {
  const block = document.getElementById("lab-runtime");
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!block || typeof WebAssembly !== "object" || !WebAssembly.compileStreaming) return;
  /** @type {Pick<import("../pool/protocol.js").Config, "runtime" | "wheel" | "phone">} */
  const { runtime, wheel, phone } = JSON.parse(block.textContent ?? "");
  const page = /** @type {{labGuard?: import("../pool/protocol.js").Guard}} */ (window);

  const files = [...runtime.files, wheel].map((file) => ({
    file,
    url: new URL(file.url, document.baseURI).href,
  }));

  /** The first worker, which fetches all files. @param {HeadStart} headStart */
  function hire(headStart) {
    const address = new URL("../python/worker.js", src);
    const worker = new Worker(page.labGuard?.code(address) ?? address, { type: "module" });
    const indexURL = new URL(runtime.baseUrl, document.baseURI).href;
    const channels = files.map(() => new MessageChannel());
    const ports = channels.map(({ port2 }) => port2);
    const ahead = ports.map((port, at) => ({ ...files[at], port }));
    worker.postMessage({ type: "prefetch", indexURL, ahead }, ports);
    /** @type {Promise<void>} */
    const lost = new Promise((resolve) => {
      worker.addEventListener("error", () => {
        // Nobody would hear of its error: without it another is started, whose error is heard.
        headStart.worker = null;
        resolve();
      });
    });
    headStart.worker = worker;
    for (const [at, { port1: port }] of channels.entries()) {
      headStart.files[files[at]?.url ?? ""] = { port, lost };
    }
  }

  function begin() {
    /** @type {HeadStart} */
    const headStart = { abort: new AbortController(), files: {}, worker: null };
    try {
      hire(headStart);
    } catch {
      // support.js says what this browser lacks.
    }
    for (const { url } of files) {
      if (headStart.files[url]) continue;
      const response = fetch(url, { signal: headStart.abort.signal });
      response.catch(() => {}); // loader.js reports it
      headStart.files[url] = { response };
    }
    return headStart;
  }

  const begun = matchMedia(phone).matches ? null : begin();
  Object.assign(window, { labHeadStart: () => begun ?? begin() });
})();
