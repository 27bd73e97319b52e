// The small things that the browser keeps for the page as text. Where storage is forbidden or full they
// hold until the page is left: whoever keeps something need not ask. Runs are in database.js, and the
// theme, which is wanted before any module, keeps itself (views/shared/theme.js).

/** @typedef {"browser" | "tab"} Where for good, or until the tab is closed */

/** What could not be kept, by place and key. @type {Map<string, string>} */
const held = new Map();

/** Throws where storage is forbidden. @param {Where} where */
const storageOf = (where) => (where === "browser" ? localStorage : sessionStorage);

/** @param {Where} where @param {string} key @returns {string | null} */
export function readText(where, key) {
  const place = `${where} ${key}`;
  try {
    return held.get(place) ?? storageOf(where).getItem(key);
  } catch {
    return held.get(place) ?? null;
  }
}

/** @param {Where} where @param {string} key @param {string} text @returns {boolean} whether a later visit will find it */
export function keepText(where, key, text) {
  const place = `${where} ${key}`;
  try {
    storageOf(where).setItem(key, text);
    held.delete(place);
    return true;
  } catch {
    held.set(place, text);
    return false;
  }
}

/** @param {Where} where @param {string} key */
export function dropText(where, key) {
  held.delete(`${where} ${key}`);
  try {
    storageOf(where).removeItem(key);
  } catch {
    // Where nothing can be kept, nothing is.
  }
}
