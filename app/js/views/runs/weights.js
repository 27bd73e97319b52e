// The trained weights of a kept run on the data that are set now: what they get at once, and after some
// more steps of training on it. Python loads them (training/loaded.py).

import { dataSchemasOf, describeData } from "../../state/identity.js";
import * as kept from "../../state/keptruns.js";
import { percent } from "../shared/format.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {{own: number, here: number, after: number, samples: number, remembers: boolean}} Tried */

/** So many take a second or two, which nobody minds, whichever the model. */
const STEPS = 300;

/** @param {Page} page @param {kept.KeptRun} run @param {(text: string) => void} tell what is known so far */
export async function tryWeights(page, run, tell) {
  const { config, runtime, store } = page;
  const pool = await runtime.ready;
  const record = await kept.recordOf(run.id);
  const schemas = dataSchemasOf(config).filter(({ name }) => name in run.params);
  const now = store.get().params.data ?? {};
  const data = Object.fromEntries(schemas.map(({ name }) => [name, now[name]]));
  const where = describeData(dataSchemasOf(config), now);
  const told = [`On the data that are set now (${where}):`];
  tell(`${told[0]} …`);
  for (const network of run.networks ?? []) {
    const asked = new Blob([JSON.stringify({ network, data, steps: STEPS })]);
    const call = /** @type {const} */ ({ name: "records", what: "weights" });
    /** @type {Tried} */
    const tried = JSON.parse(await pool.call({ ...call, files: [record, asked] }));
    told.push(sentenceOf(network, tried));
    tell(told.join(" "));
  }
}

/** @param {string} network @param {Tried} tried */
export function sentenceOf(network, { own, here, after, samples, remembers }) {
  const [model = "", order, trial] = network.split("/");
  const which = trial ? `, ${order}, trial ${Number(trial.replace("trial", "")) + 1}` : "";
  const memory = remembers ? "goes on where it had stopped" : "begins with nothing in its memory";
  return `${model}${which}: ${percent(here)} of ${samples} test signals (${percent(own)} of its own), ${percent(after)} after ${STEPS} more steps on this data, in which its optimiser ${memory}.`;
}
