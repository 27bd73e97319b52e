// What each model costs: parameters, multiply-adds, steps a second, time, and how far it is.

import { count, duration, milliseconds } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { kindsOf } from "./kinds.js";
import { costOf } from "./trainings.js";

const HEAD = [
  "Model",
  "Parameters",
  "Multiply-adds",
  "A step",
  "Steps a second",
  "Training",
  "State",
];

/** @param {HTMLTableElement} table @param {import("../../state/store.js").RunView} run @param {number} trainings of each model */
export function showCost(table, run, trainings) {
  const steps = Number(run.params.steps);
  const lines = kindsOf(run.params).map(({ id, label }) => {
    const own = run.rows.filter((row) => row.model === id);
    const cost = costOf(own, steps);
    if (!cost) return [label, "", "", "", "", "", "waits"];
    return [
      label,
      count(cost.parameters),
      count(cost.multiplyAdds),
      milliseconds(cost.msPerStep),
      count(1000 / cost.msPerStep),
      duration(cost.seconds),
      stateOf(cost, trainings),
    ];
  });
  fillTable(table, HEAD, lines);
}

/** @param {NonNullable<ReturnType<typeof costOf>>} cost @param {number} trainings */
function stateOf({ finished, diverged }, trainings) {
  const first = diverged[0];
  const sorry = first ? `, ${diverged.length} diverged (step ${first.step})` : "";
  return `${finished} of ${trainings} trained${sorry}`;
}
