// What the figure of a search says: the last levels in a sentence, a cell of its table, a mask that is
// not there; and the choices of a list that follows the run.

import { make } from "../shared/dom.js";
import { count, counted, percent, share } from "../shared/format.js";
import { ARM_STYLES } from "./arms.js";
import { armsIn } from "./levels.js";
import { finals } from "./lotteryrows.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */

/** The last level of each arm, in words, or "". @param {Row[]} rows */
export function atLast(rows) {
  const parts = armsIn(rows, ARM_STYLES).flatMap(({ id, label }) => {
    const last = finals(rows, id).pop();
    if (!last) return [];
    const where = id === "dense" ? "" : ` at ${share(last.sparsity)} removed`;
    return [`${label} ${percent(last.mean)}${where}`];
  });
  return parts.join(", ");
}

/** Whether other choices were to be made than before. @param {HTMLSelectElement} select @param {number} count @param {number} first */
export function offer(select, count, first) {
  if (select.options.length === count) return false;
  const options = Array.from({ length: count }, (_, at) =>
    make("option", String(at + 1), { value: String(at + first) }),
  );
  select.replaceChildren(...options);
  return true;
}

/** @param {RunView} run @param {number} trial */
export function noMask(run, trial) {
  const left = run.phase === "recorded" && trial > 0;
  return left ? "The recorded run keeps only trial 1’s masks." : "No mask at this level yet.";
}

/** How much of a layer a mask leaves. @param {Uint8Array} bytes @param {{layer: number, trial: number, sorted: boolean}} of */
export function maskSaid(bytes, { layer, trial, sorted }) {
  const kept = bytes.reduce((sum, bit) => sum + bit, 0);
  const where = layer === 1 ? "the first layer" : `layer ${layer}`;
  const how = sorted ? ", units with most neighbours first" : "";
  return `${count(kept)} of ${counted(bytes.length, "weight")} of ${where} survive (trial ${trial + 1}${how}).`;
}

/** @param {import("./lotteryrows.js").LevelResult} result @param {import("../../pool/protocol.js").Row | undefined} interval */
export function cell({ mean, values }, interval) {
  const { low = null, high = null } = interval ?? {};
  const range =
    low === null || high === null
      ? ""
      : `${Number(low).toFixed(1)} to ${Number(high).toFixed(1)}, `;
  return `${percent(mean)} (${range}${values.length})`;
}
