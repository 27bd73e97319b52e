// Everything of part 3 beyond the one training: its panels, in pieces, so that none holds the page.

import { paramsFor } from "../../config.js";
import { duration } from "../../format.js";
import { byId, setText } from "../dom.js";
import { mountRunbar } from "../runbar.js";
import { RunPanel } from "../runpanel.js";
import { BeatSection } from "./beat.js";
import { Comparison } from "./compare.js";
import { estimate } from "./estimate.js";
import { inPieces } from "./figures.js";
import { GradcheckSection } from "./gradcheck.js";
import { KnobSection } from "./knob.js";
import { Mistakes } from "./mistakes.js";
import { Probe } from "./probe.js";
import { SpeedSection } from "./speed.js";

/** @typedef {import("./probe.js").Parts} Parts */
/** @typedef {import("../../schema.js").Values} Values */

/**
 * @param {Parts & {adapt: (params: Values) => Values}} parts `adapt` fits settings to the shown data
 * @returns {Promise<{section: HTMLElement, panel: RunPanel}[]>} what the space bar steers
 */
export async function mountModelLab({ adapt, ...parts }) {
  const compare = new RunPanel({ ...parts, name: "compare", experiment: "benchmark", adapt });
  const knob = new RunPanel({ ...parts, name: "knob" });
  const check = { ...parts, name: "gradcheck", adapt: () => networkOnScreen(parts) };
  const gradcheck = new RunPanel(check);
  const speed = new RunPanel({ ...parts, name: "speed" });
  const panels = [compare, knob, gradcheck, speed];
  await inPieces([
    () => new Comparison(parts),
    () => new Mistakes(parts),
    () => new KnobSection(parts),
    () => new BeatSection(parts),
    () => new GradcheckSection(parts),
    () => new SpeedSection(parts),
    ...panels.map((panel) => () => mountRunbar(parts.store, panel)),
    () => showEstimates(parts),
  ]);
  return panels.map((panel) => ({ section: byId(panel.name), panel }));
}

/** The check's own settings, and those of the network in the training panel. @param {Parts} parts */
function networkOnScreen({ config, store }) {
  const { params } = store.get();
  const { models } = params.benchmark ?? {};
  const model = Array.isArray(models) ? models[0] : "mlp";
  const own = { ...params.benchmark, ...params.gradcheck, model: String(model) };
  return paramsFor(config, { ...params, gradcheck: own }, "gradcheck");
}

/** How long a run will take, wherever one can be started; measured once the part is in view. @param {Parts} parts */
function showEstimates(parts) {
  const probe = new Probe(parts);
  const { config, store } = parts;
  const shown = [
    { name: "compare", experiment: "benchmark" },
    { name: "knob", experiment: "knob" },
  ];
  /** @param {{name: string, experiment: string}} panel */
  const tell = async ({ name, experiment }) => {
    const measured = await probe.ask(name);
    const { params, runtime } = store.get();
    const given = paramsFor(config, params, experiment, name);
    const seconds = measured ? estimate(given, measured, runtime.workers) : null;
    const text = seconds === null ? "" : `About ${duration(seconds)} here.`;
    setText(byId(`${name}-estimate`), text);
  };
  /** @type {Set<Element>} */
  const visible = new Set();
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      for (const panel of shown) if (visible.has(byId(panel.name))) void tell(panel);
    }, 500);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(target);
      else visible.delete(target);
    }
    soon();
  });
  for (const { name } of shown) watch.observe(byId(name));
  store.subscribe((state, before) => {
    const { runtime, params } = state;
    const changed = params !== before.params || runtime.workers !== before.runtime.workers;
    const idle = runtime.active === 0 && before.runtime.active > 0;
    if (changed || idle || runtime.phase !== before.runtime.phase) soon();
  });
}
