// What the bench says in words: what holds, and how sure it is. Pure, no page.

import { points, rangeOf } from "../tickets/wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */

/** @param {number} sparsity */
export const percentRemoved = (sparsity) => `${Number((100 * sparsity).toFixed(1))}\u00a0%`;

/**
 * The summary row of an arm's accuracy, or of its lead over dense, at a sparsity.
 * @param {Row[]} summary @param {string} what @param {string} arm @param {number} sparsity
 */
export function cell(summary, what, arm, sparsity) {
  return summary.find(
    (row) =>
      row.what === what && row.arm === arm && Math.abs(Number(row.sparsity) - sparsity) < 1e-9,
  );
}

/**
 * The finding at one sparsity, as sentences.
 * @param {Row[]} summary of the whole trials @param {number} sparsity @param {number} trials
 */
export function finding(summary, sparsity, trials) {
  const ticket = cell(summary, "test_acc", "lottery", sparsity);
  const lead = cell(summary, "minus_dense", "lottery", sparsity);
  if (!ticket || !lead || trials === 0) return "";
  const removed = percentRemoved(sparsity);
  if (trials === 1) return ofOneTrial(summary, sparsity, removed);
  const over = cell(summary, "minus_random", "lottery", sparsity);
  return `${against(lead, trials, removed)} ${overRandom(over)}`.trim();
}

/** @param {Row[]} summary @param {number} sparsity @param {string} removed */
function ofOneTrial(summary, sparsity, removed) {
  const [ticket, random] = ["lottery", "random"].map((arm) =>
    cell(summary, "test_acc", arm, sparsity),
  );
  const dense = cell(summary, "test_acc", "dense", 0);
  if (!ticket || !random || !dense) return "";
  const mean = (/** @type {Row} */ row) => points(Number(row.mean));
  return (
    `One trial: with ${removed} of its weights removed the ticket reaches ${mean(ticket)}\u00a0%, ` +
    `the whole network ${mean(dense)}\u00a0%, random pruning ${mean(random)}\u00a0%. ` +
    "One trial cannot tell skill from luck; more are on their way."
  );
}

/** @param {Row} lead @param {number} trials @param {string} removed */
function against(lead, trials, removed) {
  const range = rangeOf(lead);
  const mean = Number(lead.mean);
  if (!range) return "";
  const sure = `95 %: ${points(range[0])} to ${points(range[1])}`;
  const start = `After ${trials} trials, with ${removed} of its weights removed, the ticket`;
  const size = points(Math.abs(mean));
  if (range[0] > 0) return `${start} leads the whole network by ${size} points (${sure}).`;
  if (range[1] < 0) return `${start} falls behind the whole network by ${size} points (${sure}).`;
  const side = mean < 0 ? "below" : "above";
  return `${start} cannot be told from the whole network: ${size} points ${side} it (${sure}).`;
}

/** @param {Row | undefined} over */
function overRandom(over) {
  const range = rangeOf(over);
  if (!over || !range) return "";
  const sure = `${points(range[0])} to ${points(range[1])}`;
  const size = points(Math.abs(Number(over.mean)));
  if (range[0] > 0) return `It leads random pruning by ${size} (${sure}).`;
  if (range[1] < 0) return `Random pruning is ${size} better (${sure}).`;
  return `It cannot be told from random pruning (${sure}).`;
}
