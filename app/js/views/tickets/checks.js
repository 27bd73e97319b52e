// What must hold of every ticket: measured in Python at every row, and here for all to see.

import { count, percent, share } from "../shared/format.js";
import { ARM_STYLES } from "./arms.js";
import { armsIn, comeBack, placeOf, trainingOf } from "./levels.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{name: string, value: string, kind?: "wrong"}} Fact */

/** @param {string} name @param {number} found how many there are of what should not be @returns {Fact} */
function none(name, found) {
  return found > 0 ? { name, value: count(found), kind: "wrong" } : { name, value: "0" };
}

/** How many units of each rectified layer are on for any test signal; none for other layers. @param {Row} row */
export function livingOf(row) {
  const layers = Object.keys(row).filter((name) => name.startsWith("living_"));
  return layers.sort().map((name) => Number(row[name]));
}

/** The checks of the level and trial on show. @param {RunView} run @param {number} trial @param {number} level @returns {Fact[]} */
export function checksOf(run, trial, level) {
  const arm = level === 0 ? "dense" : "lottery";
  const last = trainingOf(run.rows, arm, trial, level).pop();
  if (!last) return [{ name: "Checks", value: "This level has no measurement yet." }];
  const { nonzero, survivors } = last;
  const living = livingOf(last);
  return [
    {
      name: "Non-zero, of the mask’s",
      value: `${count(Number(nonzero))} of ${count(Number(survivors))}`,
      kind: Number(nonzero) <= Number(survivors) ? undefined : "wrong",
    },
    none("Pruned weights that moved", Number(last.moved ?? 0)),
    nestingOf(run, trial, level),
    { name: "Hash of the initial weights", value: String(last.initial_hash) },
    ...(living.length > 0
      ? [{ name: "Living units, by layer", value: living.map(count).join(", ") }]
      : []),
    ...("validation_acc" in last
      ? [{ name: "Validation accuracy", value: percent(Number(last.validation_acc)) }]
      : []),
  ];
}

/** @param {RunView} run @param {number} trial @param {number} level @returns {Fact} */
function nestingOf(run, trial, level) {
  const name = "Weights that came back";
  const later = run.arrays[`ticket/${placeOf("lottery", trial, level)}`];
  const earlier = run.arrays[`ticket/${placeOf("lottery", trial, level - 1)}`];
  if (level === 0) return { name, value: "none can: nothing is pruned" };
  if (!later || !earlier) return { name, value: "not in this record" };
  return none(name, comeBack(later, earlier));
}

export const EVERY_HEAD = [
  "arm, weights removed",
  "non-zero",
  "mask keeps",
  "moved",
  "came back",
  "hash of the initial weights",
];

/** Every arm and level of a trial, a line each. @param {RunView} run @param {number} trial */
export function everyCheck(run, trial) {
  return armsIn(run.rows, ARM_STYLES).flatMap(({ id, label }) => {
    const last = run.rows.filter((row) => row.arm === id && row.trial === trial && row.final);
    return last.map((row) => [
      `${label}, ${share(Number(row.sparsity))}`,
      count(Number(row.nonzero)),
      count(Number(row.survivors)),
      count(Number(row.moved ?? 0)),
      id === "lottery" ? nestingOf(run, trial, Number(row.level)).value : "",
      String(row.initial_hash),
    ]);
  });
}
