// What trained models make of the test set: confusion, errors a class, single mistakes. Pure.

import { numbers } from "../../state/record.js";

/** @typedef {Record<string, import("../../pool/protocol.js").ArrayValue>} Arrays */
/** @typedef {{index: number, truth: number, answer: number, sure: number | null}} Mistake */

export const CLASSES = 10;

/** Counts over all seeds, in C order, row the true class. @param {Arrays} arrays @param {string} model @param {string} order */
export function confusion(arrays, model, order) {
  const found = Object.keys(arrays).filter((name) =>
    name.startsWith(`confusion/${model}/${order}/`),
  );
  if (found.length === 0) return null;
  const sum = new Array(CLASSES * CLASSES).fill(0);
  for (const name of found) {
    const array = arrays[name];
    if (array) for (const [at, count] of numbers(array).entries()) sum[at] += count;
  }
  return { counts: sum, seeds: found.length };
}

/** Percent of each true class that is answered wrongly. @param {number[]} counts */
export function errorsByClass(counts) {
  return Array.from({ length: CLASSES }, (_, truth) => {
    const row = counts.slice(truth * CLASSES, (truth + 1) * CLASSES);
    const total = row.reduce((a, b) => a + b, 0);
    return total > 0 ? 100 * (1 - (row[truth] ?? 0) / total) : 0;
  });
}

/** The most frequent confusion of one class with another. @param {number[]} counts */
export function worstPair(counts) {
  let best = { truth: 0, answer: 0, count: 0 };
  for (const [at, count] of counts.entries()) {
    const [truth, answer] = [Math.floor(at / CLASSES), at % CLASSES];
    if (truth !== answer && count > best.count) best = { truth, answer, count };
  }
  return best;
}

/** The answers of the first seed, or null. @param {Arrays} arrays @param {string} model @param {string} order */
export function answers(arrays, model, order) {
  const array = arrays[`predictions/${model}/${order}/trial0`];
  return array ? numbers(array) : null;
}

/** @param {Arrays} arrays @param {string} order */
export function truths(arrays, order) {
  const array = arrays[`test_y/${order}`];
  return array ? numbers(array) : null;
}

/**
 * What `model` gets wrong and, where given, `other` gets right; the surest mistakes first.
 * @param {Arrays} arrays
 * @param {string} order
 * @param {string} model
 * @param {string} other "" for no matter
 * @returns {Mistake[] | null} null where these models have not been run
 */
export function mistakes(arrays, order, model, other) {
  const truth = truths(arrays, order);
  const own = answers(arrays, model, order);
  const theirs = other ? answers(arrays, other, order) : truth;
  if (!truth || !own || !theirs) return null;
  const sure = arrays[`probabilities/${model}/${order}/trial0`];
  const share = sure ? numbers(sure) : null;
  return truth
    .map((label, index) => {
      const answer = own[index] ?? 0;
      return { index, truth: label, answer, sure: share?.[index * CLASSES + answer] ?? null };
    })
    .filter(({ index, truth: label, answer }) => answer !== label && theirs[index] === label)
    .sort((a, b) => (b.sure ?? 0) - (a.sure ?? 0));
}

/** One signal of the test set as the network got it. @param {Arrays} arrays @param {string} order @param {number} index */
export function signalAt(arrays, order, index) {
  const array = arrays[`test_x/${order}`];
  const length = array?.shape[1];
  if (!array || length === undefined) return null;
  const bytes = array.bytes.slice(index * length * 4, (index + 1) * length * 4);
  return numbers({ shape: [length], dtype: "float32", bytes });
}
