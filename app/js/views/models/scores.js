// The results of games, kept in this browser only, until they are erased.

import { dropText, keepText, readText } from "../../state/storage.js";

/** @typedef {{at: string, right: number, of: number, seed: number, data_seed: number, data: string}} Score */

const KEY = "mnist1d-lab-games";
const MOST = 50;

/** @returns {Score[]} oldest first */
export function readScores() {
  try {
    const found = JSON.parse(readText("browser", KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isScore) : [];
  } catch {
    return [];
  }
}

/** What another version has written, or a hand, must not stop the page. @param {any} item */
function isScore(item) {
  return Number.isInteger(item?.right) && Number.isInteger(item?.of) && item.of > 0;
}

/** @param {Score} score @returns {boolean} whether it could be kept for another visit */
export function keepScore(score) {
  return keepText("browser", KEY, JSON.stringify([...readScores(), score].slice(-MOST)));
}

export function eraseScores() {
  dropText("browser", KEY);
}
