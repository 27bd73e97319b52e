// How long a run of a panel will take here, for who is about to start it.

import { msPerUnit, secondsOf } from "../tickets/estimate.js";
import { estimate, planOf, withDrawing } from "./estimate.js";
import { Probe } from "./probe.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/**
 * By a short measurement of this machine: of a search where weights are pruned, else of a step.
 * @param {Page} page @param {import("./runpanel.js").RunPanel} panel
 * @returns {Promise<number | null>} seconds; null while something else computes
 */
export async function secondsHere(page, panel) {
  const { config, runtime, store } = page;
  const pool = await runtime.ready;
  const { active, workers } = store.get().runtime;
  if (active > 0) return null;
  const plan = await planOf(pool, panel.experiment, panel.request);
  if ("sparsities" in plan.params) {
    const ms = await msPerUnit(config, pool, plan.params, workers);
    return withDrawing(secondsOf(plan.tasks, ms, workers), workers);
  }
  const measured = await new Probe(page).ask(panel.name);
  const alone = measured && estimate(plan, measured, workers);
  return alone && withDrawing(alone, workers);
}
