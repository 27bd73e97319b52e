// Where one was in each lesson, what one predicted and what was measured: kept in this browser only.

import { keepText, readText } from "../../state/storage.js";

/** @typedef {number | number[]} Guess the option chosen, or the heights drawn */

/**
 * @typedef {object} Measured
 * @property {string} of what it is an answer to: a step that has changed since has another
 * @property {boolean} turned whether a knob had been turned from where the step sets it
 * @property {import("./words.js").Found} found
 */

/**
 * @typedef {object} Kept
 * @property {number} step reached last, from 1 on
 * @property {boolean} done whether its end was reached
 * @property {Record<string, Guess>} guesses by step
 * @property {Record<string, Measured>} answers by step
 */

const KEY = "mnist1d-lab-lessons";

/** @returns {Record<string, Kept>} by lesson */
export function readKept() {
  try {
    const found = JSON.parse(readText("browser", KEY) ?? "{}");
    const entries = Object.entries(found ?? {}).flatMap(([lesson, kept]) =>
      isKept(kept) ? [[lesson, { ...kept, answers: answersOf(kept) }]] : [],
    );
    return /** @type {Record<string, Kept>} */ (Object.fromEntries(entries));
  } catch {
    return {};
  }
}

/** What another version has written, or a hand, must not stop a lesson. @param {any} kept */
function isKept(kept) {
  const { step, guesses } = kept ?? {};
  return Number.isInteger(step) && step > 0 && isTable(guesses);
}

/** @param {{answers?: any}} kept */
function answersOf({ answers }) {
  const entries = isTable(answers) ? Object.entries(answers) : [];
  return Object.fromEntries(entries.filter(([, answer]) => isTable(answer?.found)));
}

/** @param {unknown} it */
const isTable = (it) => typeof it === "object" && it !== null;

/** @param {string} lesson @returns {Kept} */
export function keptOf(lesson) {
  return readKept()[lesson] ?? { step: 1, done: false, guesses: {}, answers: {} };
}

/** @param {string} lesson @param {Partial<Kept>} patch */
export function keep(lesson, patch) {
  const all = { ...readKept(), [lesson]: { ...keptOf(lesson), ...patch } };
  keepText("browser", KEY, JSON.stringify(all));
}

/** For whoever begins again: what was predicted and measured is gone. @param {string} lesson */
export function forget(lesson) {
  const { [lesson]: gone, ...others } = readKept();
  if (gone) keepText("browser", KEY, JSON.stringify(others));
}
