// Hears which of the page's own files did not arrive as they were built, and says so. Their hashes
// stand in the document and the browser compares them (integrity, import map). And vouches for the
// two files that are started by their address. A plain script, for it may be the modules that are missing.

/** @typedef {import("../pool/protocol.js").Guard} Guard */
/** @typedef {import("../pool/protocol.js").Policies} Policies */

(() => {
  /** How long the page's own code may take once the document has been read. */
  const PATIENCE_MS = 30_000;

  /** And how long a file that is asked for again. */
  const ANSWER_MS = 10_000;

  const NAMED = 3;

  /** @type {Set<string>} */
  const missing = new Set();

  /** @param {string} url @param {RequestInit} options */
  async function fetchAll(url, options) {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(ANSWER_MS) });
    if (!response.ok) throw new Error(String(response.status));
    await response.arrayBuffer();
  }

  /** A module that fails does not tell which of those that it imports is at fault. */
  async function search() {
    const map = document.querySelector('script[type="importmap"]');
    const { integrity } = JSON.parse(map?.textContent ?? '{"integrity":{}}');
    const runtime = document.getElementById("lab-runtime")?.textContent ?? "{}";
    const { recordings } = JSON.parse(runtime);
    const files = { ...integrity, [recordings.url]: recordings.integrity };
    const looked = Object.entries(files).map(async ([path, hash]) => {
      const url = new URL(path, document.baseURI).href;
      await fetchAll(url, { integrity: hash }).catch(() => missing.add(url));
    });
    await Promise.all(looked);
  }

  /** What was refused may lie in the browser's cache for ever, so it is fetched past that first. */
  async function reload() {
    await Promise.allSettled([...missing].map((url) => fetchAll(url, { cache: "reload" })));
    location.reload();
  }

  function sentence() {
    const names = [...missing].map((url) => new URL(url).pathname.split("/").pop());
    if (names.length === 0) return "";
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    const how = names.length > 1 ? "they were built, so they are" : "it was built, so it is";
    return `${names.slice(0, NAMED).join(", ")}${more} did not arrive as ${how} not used.`;
  }

  const started = ["../python/worker.js", "../../../serviceworker.js"].map((path) => {
    const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
    return new URL(path, src).href;
  });

  /** @param {string} url */
  function createScriptURL(url) {
    if (started.includes(url)) return url;
    throw new TypeError(`${url} is not code that this page starts.`);
  }

  // The one policy that the page's headers name: no other text becomes code (Trusted Types).
  const { trustedTypes } = /** @type {{trustedTypes?: Policies}} */ (window);
  const own = trustedTypes?.createPolicy("mnist1d-lab", { createScriptURL });
  const code = (/** @type {URL} */ { href }) => (own ?? { createScriptURL }).createScriptURL(href);

  /** @type {Guard} */
  const guard = { search, sentence, reload, code };
  Object.assign(window, { labGuard: guard });

  /** The page without its code: an article, with a word about what it lacks. @param {string} why */
  function giveUp(why) {
    const root = document.documentElement;
    root.dataset.state = "failed";
    // Only the code that is missing shows one view after the other, and draws (css/print.css).
    for (const name of ["data-view", "data-acts", "data-parts"]) root.removeAttribute(name);
    /** @param {string} id @param {string} text */
    const write = (id, text) => document.getElementById(id)?.replaceChildren(text);
    write(
      "status-text",
      "This page could not be started. You can read it, but nothing in it moves.",
    );
    write("status-short", "Not started");
    write("status-detail", why);
    document.getElementById("status")?.setAttribute("open", "");
    const again = document.getElementById("status-retry");
    if (!again) return;
    again.hidden = false;
    again.onclick = () => void reload();
  }

  /** @param {() => void} action */
  function onceRead(action) {
    if (document.readyState !== "loading") action();
    else document.addEventListener("readystatechange", action, { once: true });
  }

  /** Where browsers do not compare hashes, an empty module is one that lacks what others import. @param {Event} event */
  async function hearOfCode(event) {
    const ours = event instanceof ErrorEvent && event.filename.startsWith(location.origin);
    if (!ours || "lab" in window) return;
    await search();
    onceRead(() => {
      if (!("lab" in window)) giveUp(sentence() || "A part of its code is not what it should be.");
    });
  }

  /** @param {Event} event */
  async function hear(event) {
    const { target } = event;
    if (target === window) await hearOfCode(event);
    if (target instanceof HTMLLinkElement && target.rel !== "icon") missing.add(target.href);
    if (!(target instanceof HTMLScriptElement)) return;
    if (target.type !== "module") {
      missing.add(target.src);
      return;
    }
    await search();
    onceRead(() => giveUp(sentence() || "A part of its code did not arrive."));
  }

  window.addEventListener("error", (event) => void hear(event), true);
  onceRead(() => {
    setTimeout(() => {
      if (!("lab" in window)) giveUp("Its own code has not arrived.");
    }, PATIENCE_MS);
  });
})();
