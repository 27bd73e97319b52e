// Where one was in each lesson, and what one predicted: kept in this browser only.

import { keepText, readText } from "../../state/storage.js";

/** @typedef {number | number[]} Guess the option chosen, or the heights drawn */

/**
 * @typedef {object} Kept
 * @property {number} step reached last, from 1 on
 * @property {boolean} done whether its end was reached
 * @property {Record<string, Guess>} guesses by step
 */

const KEY = "mnist1d-lab-lessons";

/** @returns {Record<string, Kept>} by lesson */
export function readKept() {
  try {
    const found = JSON.parse(readText("browser", KEY) ?? "{}");
    const entries = Object.entries(found ?? {}).filter(([, kept]) => isKept(kept));
    return /** @type {Record<string, Kept>} */ (Object.fromEntries(entries));
  } catch {
    return {};
  }
}

/** What another version has written, or a hand, must not stop a lesson. @param {any} kept */
function isKept(kept) {
  const { step, guesses } = kept ?? {};
  return Number.isInteger(step) && step > 0 && typeof guesses === "object" && guesses !== null;
}

/** @param {string} lesson @returns {Kept} */
export function keptOf(lesson) {
  return readKept()[lesson] ?? { step: 1, done: false, guesses: {} };
}

/** @param {string} lesson @param {Partial<Kept>} patch */
export function keep(lesson, patch) {
  const all = { ...readKept(), [lesson]: { ...keptOf(lesson), ...patch } };
  keepText("browser", KEY, JSON.stringify(all));
}
