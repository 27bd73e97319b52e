// Does what a step asks for, by the bench or a room's own panel, so that the figures there show it, and
// gives the means, intervals and paired differences that Python makes of it.

import { withoutPython } from "../shared/lacking.js";
import { RunPanel } from "../shared/runpanel.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{signal: AbortSignal, onProgress: (text: string) => void}} Options */

/** The bench, once it is mounted. @param {Page} page */
export async function benchOf(page) {
  await page.steered("bench");
  if (!page.bench) throw new Error("The bench could not be loaded.");
  return page.bench;
}

/**
 * @param {Page} page @param {string} view that the panel is in
 * @param {{panel: string, trials?: number}} run @param {Options} options
 * @returns {Promise<Row[]>} rejects with an AbortError where the signal comes first
 */
export async function measure(page, view, { panel, trials = 1 }, options) {
  options.onProgress(withoutPython(page.store.get().runtime));
  await page.runtime.ready;
  options.signal.throwIfAborted();
  return panel === "bench" ? ofBench(page, trials, options) : ofPanel(page, view, panel, options);
}

/** @param {Page} page @param {number} trials @param {Options} options */
async function ofBench(page, trials, { signal, onProgress }) {
  const bench = await benchOf(page);
  bench.set({ trials });
  for (let trial = 1; trial <= trials; trial++) {
    onProgress(`Trial ${trial} of ${trials}.`);
    await bench.settled(trial, { signal });
  }
  return bench.summary;
}

/** @param {Page} page @param {string} view @param {string} name @param {Options} options */
async function ofPanel({ store, runtime, steered }, view, name, { signal, onProgress }) {
  const panels = (await steered(view)).map(({ panel }) => panel);
  const panel = panels.find((one) => one instanceof RunPanel && one.name === name);
  if (!(panel instanceof RunPanel)) throw new Error(`The view has no panel ${name}.`);
  const unsubscribe = store.subscribe((state, before) => {
    const run = state.runs[name];
    if (!run || run === before.runs[name] || run.total === 0) return;
    onProgress(`${Math.floor((100 * run.done) / run.total)} % done.`);
  });
  const stop = () => panel.stop();
  signal.addEventListener("abort", stop);
  try {
    await panel.restart();
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", stop);
  }
  signal.throwIfAborted();
  const run = store.get().runs[name];
  if (run?.phase !== "finished") throw new Error(run?.notices.join(" ") || "The run was stopped.");
  const pool = await runtime.ready;
  const rows = JSON.stringify(run.rows.filter((row) => row.final));
  const { experiment } = panel;
  return JSON.parse(await pool.call({ name: "summarise", experiment, params: run.params, rows }));
}
