// Wires the parts together and holds no logic.

import { presetsOf, readConfig, scopesOf } from "./config.js";
import { createLab } from "./lab.js";
import { fromHash, toHash } from "./permalink.js";
import { Runtime, reflectState } from "./runtime.js";
import { createStore } from "./store.js";
import { bindControls, bindPresets } from "./views/controls.js";
import { mountDataLab } from "./views/data/mount.js";
import { DataSection } from "./views/data.js";
import { byId } from "./views/dom.js";
import { mountDownloads } from "./views/downloads.js";
import { mountHeader } from "./views/header.js";
import { bindSpace } from "./views/keyboard.js";
import { mountModelLab } from "./views/models/mount.js";
import { mountModels } from "./views/models.js";
import { mountRunbar } from "./views/runbar.js";
import { RunPanel } from "./views/runpanel.js";
import { mountStatus } from "./views/status.js";
import { mountTickets } from "./views/tickets/mount.js";
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

// Another visitor's order of positions is a parameter of the data, the benchmark's of the run.
const shuffledWithData = (/** @type {import("./schema.js").Values} */ params) =>
  store.get().params.data?.shuffle_seq ? { ...params, shuffled: "yes" } : params;

/** Mounting everything at once would hold the page for longer than 50 ms on a slow machine. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

reflectState(store);
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

Object.assign(window, { lab: createLab({ config, store, runtime, permalink }) });

// After the first paint, since reading comes first, and while the sections are still being mounted.
requestAnimationFrame(() => setTimeout(() => void runtime.start()));

await breathe();
const benchmarkPanel = new RunPanel({
  config,
  store,
  runtime,
  name: "benchmark",
  adapt: shuffledWithData,
});
const lotteryPanel = new RunPanel({ config, store, runtime, name: "lottery" });
await breathe();
mountWhy(store);
await breathe();
const data = new DataSection(config, store, runtime);
await mountDataLab({ config, store, runtime, data });
await breathe();
mountModels(store);
await breathe();
const ticketPanels = await mountTickets(
  { config, scopes, store, runtime, permalink },
  lotteryPanel,
);
mountRunbar(store, benchmarkPanel);
mountRunbar(store, lotteryPanel);
mountDownloads(config, store, data);
const modelLab = await mountModelLab({ config, store, runtime, adapt: shuffledWithData });
const parts = [{ section: byId("train"), panel: benchmarkPanel }, ...modelLab, ...ticketPanels];
bindSpace(parts, () => store.get().runtime.phase === "ready");
runtime.mounted();
