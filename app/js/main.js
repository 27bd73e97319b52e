// Wires the parts together and holds no logic.

import { presetsOf, readConfig, scopesOf } from "./config.js";
import { createLab } from "./lab.js";
import { fromHash, toHash } from "./permalink.js";
import { Runtime, reflectState } from "./runtime.js";
import { createStore } from "./store.js";
import { bindControls, bindPresets } from "./views/controls.js";
import { byId } from "./views/dom.js";
import { mountHeader } from "./views/header.js";
import { mountStatus } from "./views/status.js";

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

// Another visitor's order of positions is a parameter of the data, the benchmark's of the run.
const shuffledWithData = (/** @type {import("./schema.js").Values} */ params) =>
  store.get().params.data?.shuffle_seq ? { ...params, shuffled: "yes" } : params;

/** Mounting everything at once would hold the page for longer than 50 ms on a slow machine. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

reflectState(store);
Object.assign(window, { lab: createLab({ config, store, runtime, permalink }) });

// The browser goes through the finished document's many fields in this same task.
await breathe();
document.documentElement.classList.remove("reading");
// Python comes by other threads, to which headstart.js has given work, while sections are mounted.
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

// Each part is imported by itself: linking all modules at once would hold the page for too long.
await breathe();
const { RunPanel } = await import("./views/runpanel.js");
const { mountRunbar } = await import("./views/runbar.js");
const benchmarkPanel = new RunPanel({
  config,
  store,
  runtime,
  name: "benchmark",
  adapt: shuffledWithData,
});
const lotteryPanel = new RunPanel({ config, store, runtime, name: "lottery" });
await breathe();
const { mountWhy } = await import("./views/why.js");
mountWhy(store);
await breathe();
const { DataSection } = await import("./views/data.js");
const data = new DataSection(config, store, runtime);
const { mountDataLab } = await import("./views/data/mount.js");
await mountDataLab({ config, store, runtime, data });
await breathe();
const { mountModels } = await import("./views/models.js");
mountModels(store);
await breathe();
const { mountTickets } = await import("./views/tickets/mount.js");
const ticketPanels = await mountTickets(
  { config, scopes, store, runtime, permalink },
  lotteryPanel,
);
mountRunbar(store, benchmarkPanel);
mountRunbar(store, lotteryPanel);
const { mountDownloads } = await import("./views/downloads.js");
mountDownloads(config, store, data);
await breathe();
const { mountModelLab } = await import("./views/models/mount.js");
const modelLab = await mountModelLab({ config, store, runtime, adapt: shuffledWithData });
const parts = [{ section: byId("train"), panel: benchmarkPanel }, ...modelLab, ...ticketPanels];
const { bindSpace } = await import("./views/keyboard.js");
bindSpace(parts, () => store.get().runtime.phase === "ready");
runtime.mounted();
