// Asks the browser to keep the page for a visit without a network, and tells of a newer version, which
// comes with the next reload and never by itself.

import { vouchedFor } from "./vouched.js";

/** From one look for a newer version to the next, when the visitor comes back to the tab. */
const LOOK_MS = 3_600_000;

/**
 * @typedef {object} Listener
 * @property {(kept: boolean, why: string) => void} kept whether it will work offline, or why not
 * @property {() => void} newer another build is served than this one
 */

/** @param {string} app the folder of this build @param {Listener} listener */
export async function keepForOffline(app, listener) {
  const workers = navigator.serviceWorker;
  if (!workers)
    return listener.kept(false, "This browser, or an address without https, cannot keep pages.");
  if (window.top !== window) return listener.kept(false, "Inside another page it is not kept.");
  try {
    const address = vouchedFor(new URL("serviceworker.js", document.baseURI));
    const registration = await workers.register(address);
    if (!registration) throw new Error("no service worker was registered");
    watch(registration, app, listener);
    workers.controller?.postMessage("started");
    await workers.ready;
    listener.kept(true, "");
  } catch (error) {
    listener.kept(
      false,
      `This browser did not keep it: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

/** @param {ServiceWorkerRegistration} registration @param {string} app @param {Listener} listener */
function watch(registration, app, listener) {
  let looked = performance.now();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed") void compare(app, listener);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < LOOK_MS) return;
    looked = performance.now();
    registration.update().catch(() => {}); // without a network there is nothing newer to be had
  });
}

/** A page that was just loaded anew is of the newer build already. @param {string} app @param {Listener} listener */
async function compare(app, listener) {
  const response = await fetch("build.json", { cache: "no-cache" });
  if (response.ok && (await response.json()).app !== app) listener.newer();
}
