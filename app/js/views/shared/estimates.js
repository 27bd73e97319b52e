// How long a run will take, wherever one can be started; measured once its part is in view.

import { paramsFor } from "../../state/config.js";
import { byId, setText } from "./dom.js";
import { estimate, planOf, withDrawing } from "./estimate.js";
import { duration } from "./format.js";
import { Probe } from "./probe.js";

/** @typedef {import("./probe.js").Parts} Parts */
/** @typedef {{name: string, experiment: string}} Panel `name` of its scope, its part and, with "-estimate", of the sentence's place */

const WAIT_MS = 500;

/** @param {Parts} parts @param {Panel[]} panels */
export function showEstimates(parts, panels) {
  const probe = new Probe(parts);
  /** @type {Set<Element>} */
  const visible = new Set();
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      for (const panel of panels) if (visible.has(byId(panel.name))) void tell(parts, probe, panel);
    }, WAIT_MS);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(target);
      else visible.delete(target);
    }
    soon();
  });
  for (const { name } of panels) watch.observe(byId(name));
  parts.store.subscribe((state, before) => {
    const { runtime, params } = state;
    const changed = params !== before.params || runtime.workers !== before.runtime.workers;
    const idle = runtime.active === 0 && before.runtime.active > 0;
    if (changed || idle || runtime.phase !== before.runtime.phase) soon();
  });
}

/** @param {Parts} parts @param {Probe} probe @param {Panel} panel */
async function tell({ config, store, runtime }, probe, { name, experiment }) {
  const place = byId(`${name}-estimate`);
  const measured = await probe.ask(name);
  const { params, runtime: state } = store.get();
  const { pool } = runtime;
  if (!measured || !pool) return setText(place, "");
  const given = paramsFor(config, params, experiment, name);
  // Settings that Python refuses are named where a run of them is asked for.
  const plan = await planOf(pool, experiment, given).catch(() => null);
  const alone = plan && estimate(plan, measured, state.workers);
  if (alone === null) return setText(place, "");
  setText(place, `About ${duration(withDrawing(alone, state.workers))} here.`);
}
