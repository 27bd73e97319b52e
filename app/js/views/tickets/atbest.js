// Networks each at its best: what was chosen for each, and the two views of a summary, as published and
// at best. A run without that choice has one view, without a name.

import { count } from "../shared/format.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {Record<string, string | number>} Named which network: the columns that name it */

/** What a sentence calls a view. @type {Record<string, string>} */
export const VIEWS = { "": "", published: "as published", best: "each at its best" };

/** @param {Row[]} table @returns {string[]} */
export function viewsOf(table) {
  return table.some(({ at }) => at === "best") ? ["published", "best"] : [""];
}

/** What is said in a view. @param {Row[]} table @param {string} at */
export const inView = (table, at) => table.filter((row) => (row.at ?? "") === at);

/** @param {Row[]} table @param {string} what @param {Named} named */
export const rowOf = (table, what, named) =>
  table.find(
    (row) =>
      row.what === what && Object.entries(named).every(([name, value]) => row[name] === value),
  );

/** How an arm was chosen, in words. @param {Row} row */
export function choiceOf({ rate, decay, stop, same_mask }) {
  const falling = decay === "linear" ? ", falling to 0" : "";
  const early = stop === "best" ? ", stopped early" : "";
  return `${rate}${falling}${early}${same_mask ? " on the published rate’s mask" : ""}`;
}

/**
 * A network's best rate, in words; "" where none was chosen.
 * @param {Row[]} table
 * @param {Named} named
 * @param {string} [edge] what is said of a rate at an end of those tried
 */
export function rateIn(table, named, edge = " (an end of those tried)") {
  const chosen = rowOf(table, "chosen", named);
  return chosen ? `${choiceOf(chosen)}${chosen.at_edge ? edge : ""}` : "";
}

/** How many trainings a choice has taken, a ticket's searches among them. @param {Row[]} table @param {Named} named */
export function trainingsIn(table, named) {
  const spent = rowOf(table, "budget", named);
  return spent ? count(Number(spent.trainings)) : "";
}

/** What the choice of ticket and dense network has cost, as a sentence. @param {Row[]} table @param {Named} named any one kind of data */
export function priceOf(table, named) {
  const [ticket, dense] = ["lottery", "dense"].map((arm) => trainingsIn(table, { ...named, arm }));
  if (!ticket || !dense) return "";
  return ` On each kind of data the choice took ${ticket} trainings for the ticket, its searches among them, and ${dense} for the dense network.`;
}
