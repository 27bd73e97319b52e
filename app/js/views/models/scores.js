// The results of games, kept in this browser only, until they are erased.

/** @typedef {{at: string, right: number, of: number, seed: number, data_seed: number, data: string}} Score */

const KEY = "mnist1d-lab-games";
const MOST = 50;

/** @returns {Score[]} oldest first */
export function readScores() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isScore) : [];
  } catch {
    return [];
  }
}

/** What another version has written, or a hand, must not stop the page. @param {any} item */
function isScore(item) {
  return Number.isInteger(item?.right) && Number.isInteger(item?.of) && item.of > 0;
}

/** @param {Score} score @returns {boolean} whether it could be kept */
export function keepScore(score) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...readScores(), score].slice(-MOST)));
    return true;
  } catch {
    return false;
  }
}

export function eraseScores() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Where nothing can be kept, nothing is.
  }
}
