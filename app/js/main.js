// Wires the parts together and holds no logic.

import { presetsOf, readConfig, scopesOf } from "./config.js";
import { createLab } from "./lab.js";
import { fromHash, toHash } from "./permalink.js";
import { Runtime, reflectState } from "./runtime.js";
import { createStore } from "./store.js";
import { turnOfThePage } from "./turn.js";
import { bindControls, bindPresets } from "./views/controls.js";
import { DataSection } from "./views/data.js";
import { mountHeader } from "./views/header.js";
import { mountStatus } from "./views/status.js";
import { mountWhy } from "./views/why.js";

const config = readConfig();
const scopes = scopesOf(config);
const store = createStore(scopes);
const runtime = new Runtime(config, store);

const permalink = () => {
  const url = new URL(location.href);
  url.hash = toHash(scopes, store.get().params);
  return url.href;
};

function readLink() {
  const { link, changes, refused } = fromHash(scopes, location.hash);
  if (!link) return;
  // A link says what differs from the defaults, so everything else goes back to them.
  for (const scope of Object.keys(scopes)) store.dispatch({ type: "reset", scope });
  for (const change of changes) store.dispatch({ type: "set", ...change });
  store.dispatch({ type: "refused", messages: refused });
}

/** All of it at once would hold the page for longer than 50 ms on a slow machine. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Asks for all modules at once, which the browser would else discover in waves. @param {string[]} urls */
function preload(urls) {
  for (const href of urls) {
    document.head.append(
      Object.assign(document.createElement("link"), { rel: "modulepreload", href }),
    );
  }
}

// Nobody hears these yet, so they cannot be pressed and look it (css/controls.css).
const early = [...document.querySelectorAll("main button:not([disabled])")]
  .filter((button) => button instanceof HTMLButtonElement)
  .filter((button) => !button.matches("[data-preset], [data-dice], #status-retry"));
for (const button of early) button.inert = true;

reflectState(store);
Object.assign(window, { lab: createLab({ config, store, runtime, permalink }) });

// The browser goes through the finished document's many fields in this same task.
await breathe();
document.documentElement.classList.remove("reading");
// Python comes by other threads, to which headstart.js has given work.
void runtime.start();
await breathe();
mountStatus(store, () => void runtime.start());
mountHeader(permalink);
bindControls(store, scopes);
bindPresets(store, presetsOf(config), scopes);
readLink();
window.addEventListener("hashchange", readLink);
store.subscribe((state, before) => {
  if (state.params === before.params) return;
  const hash = toHash(scopes, state.params);
  history.replaceState(null, "", hash || location.pathname + location.search);
});

await breathe();
mountWhy(store);
await breathe();
const data = new DataSection(config, store, runtime);
runtime.previewMounted();

await turnOfThePage(store, data.answered);
preload(config.modules);
try {
  const { mountSections } = await import("./sections.js");
  await mountSections({ config, scopes, store, runtime, permalink, data });
} catch (error) {
  store.dispatch({ type: "runtime", patch: { incomplete: true } });
  throw error;
}
for (const button of early) button.inert = false;
store.dispatch({ type: "runtime", patch: { mounted: true } });
void runtime.prepare(Object.keys(config.experiments));
