// The numbers behind the six panels as one table, and the seeds they come from.

import { adjacencyRows, maskAt, placeOf, trainingOf } from "./levels.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{trial: number, level: number}} Place */

/** @param {string} panel @param {Row[]} rows @returns {Row[]} */
const of = (panel, rows) => rows.map((row) => ({ panel, ...row }));

/** The survivors of both masks, one a row. @param {RunView} run @param {Place} at @returns {Row[]} */
function survivors(run, { trial, level }) {
  return ["lottery", "random"].flatMap((arm) => {
    const mask = maskAt(run.arrays, placeOf(arm, trial, level));
    const inputs = mask?.shape[1] ?? 1;
    return [...(mask?.bytes ?? [])].flatMap((kept, at) =>
      kept ? [{ arm, trial, level, unit: Math.floor(at / inputs), input: at % inputs }] : [],
    );
  });
}

/** Panels a, b, c and f. @param {RunView} run @param {Row[]} summary @param {Place} at @returns {Row[]} */
export function searchRows(run, summary, at) {
  const here = (/** @type {Row} */ row) => row.trial === at.trial && row.level === at.level;
  const arms = [...new Set(run.rows.map((row) => String(row.arm)))];
  const training = arms.flatMap((arm) =>
    trainingOf(run.rows, arm, at.trial, arm === "dense" ? 0 : at.level),
  );
  return [
    ...of("a", summary),
    ...of("b", survivors(run, at)),
    ...of("c", adjacencyRows(run.arrays).filter(here)),
    ...of("f", training),
  ];
}

/** Panels d and e. @param {Row[]} summary @returns {Row[]} */
export function controlRows(summary) {
  return [
    ...of(
      "d",
      summary.filter((row) => row.what === "test_acc"),
    ),
    ...of(
      "e",
      summary.filter((row) => row.what === "ticket_minus_this"),
    ),
  ];
}
