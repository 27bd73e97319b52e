// What the search is doing at this moment, in figures.

import { count, counted, milliseconds, share } from "../shared/format.js";
import { wholeSize } from "./lotteryrows.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {Parameters<typeof import("../shared/dom.js").fillFacts>[1]} Facts */

/** @param {RunView} run @param {number} workers @returns {Facts} */
export function factsOf(run, workers) {
  const { latest } = run;
  if (!latest) return [];
  const allowed = Number(latest.survivors);
  const nonzero = Number(latest.nonzero);
  return [
    {
      name: `Non-zero weights now, of ${count(wholeSize(run.rows))}`,
      value: count(nonzero),
      // More than the mask allows would mean that pruned weights have come back to life.
      kind: nonzero > allowed ? "whole wrong" : "whole",
    },
    { name: "Arm and trial", value: `${latest.arm} ${Number(latest.trial) + 1}` },
    { name: "Removed", value: share(Number(latest.sparsity)) },
    { name: "The mask keeps", value: count(allowed) },
    { name: "A step takes", value: milliseconds(Number(latest.ms_per_step)) },
    { name: "Seed of this trial", value: String(latest.seed) },
    {
      name: "Backend",
      value:
        run.phase === "recorded" ? run.backend : `${run.backend}, ${counted(workers, "worker")}`,
    },
  ];
}
