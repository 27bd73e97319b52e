// Mounts every section but the first preview, a part a turn: together they would hold the page for
// longer than 50 ms on a slow machine. The parts are imported one by one for the same reason.

import { byId } from "./views/dom.js";
import { mountRunbar } from "./views/runbar.js";
import { RunPanel } from "./views/runpanel.js";

/**
 * @typedef {object} Page What main.js has made.
 * @property {import("./protocol.js").Config} config
 * @property {Record<string, import("./schema.js").Schema[]>} scopes
 * @property {import("./store.js").Store} store
 * @property {import("./runtime.js").Runtime} runtime
 * @property {() => string} permalink
 * @property {import("./views/data.js").DataSection} data
 */

const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** @param {Page} page */
export async function mountSections({ config, scopes, store, runtime, permalink, data }) {
  // Another visitor's order of positions is a parameter of the data, the benchmark's of the run.
  const adapt = (/** @type {import("./schema.js").Values} */ params) =>
    store.get().params.data?.shuffle_seq ? { ...params, shuffled: "yes" } : params;
  const benchmark = new RunPanel({ config, store, runtime, name: "benchmark", adapt });
  const lottery = new RunPanel({ config, store, runtime, name: "lottery" });
  await breathe();
  const { mountDataLab } = await import("./views/data/mount.js");
  await mountDataLab({ config, store, runtime, data });
  await breathe();
  const { mountModels } = await import("./views/models.js");
  mountModels(store);
  await breathe();
  const { mountTickets } = await import("./views/tickets/mount.js");
  const tickets = await mountTickets({ config, scopes, store, runtime, permalink }, lottery);
  mountRunbar(store, benchmark);
  mountRunbar(store, lottery);
  const { mountDownloads } = await import("./views/downloads.js");
  mountDownloads(config, store, data);
  await breathe();
  const { mountModelLab } = await import("./views/models/mount.js");
  const models = await mountModelLab({ config, store, runtime, adapt });
  const parts = [{ section: byId("train"), panel: benchmark }, ...models, ...tickets];
  const { bindSpace } = await import("./views/keyboard.js");
  bindSpace(parts, () => store.get().runtime.phase === "ready");
}
