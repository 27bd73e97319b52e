// What somebody gave, said back inside a sentence: never more of it than a line.

const LONGEST = 80;
const MOST_ITEMS = 30;
const DEEPEST = 4;

/** @param {string} text @returns {string} its beginning, where it is long */
export function shortened(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** A value about as it would be written in JSON; no more of it is looked at than can be shown. @param {unknown} value */
export function quote(value) {
  try {
    return shortened(written(value, 0));
  } catch {
    return unspeakable(value); // a getter that throws
  }
}

/** @param {unknown} value @param {number} depth @returns {string} */
function written(value, depth) {
  if (typeof value === "string") return JSON.stringify(value.slice(0, LONGEST + 1));
  if (typeof value !== "object" || value === null) return plain(value);
  if (depth === DEEPEST) return "…"; // it may hold itself
  if (Array.isArray(value)) {
    const items = Array.from(value.slice(0, MOST_ITEMS), (item) => written(item, depth + 1));
    return `[${items.join(",")}]`;
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") return unspeakable(value);
  const pairs = Object.entries(value).slice(0, MOST_ITEMS);
  const items = pairs.map(([name, item]) => `${written(name, depth)}:${written(item, depth + 1)}`);
  return `{${items.join(",")}}`;
}

/** @param {unknown} value */
function plain(value) {
  const said = value === null || ["number", "boolean", "undefined"].includes(typeof value);
  return said ? String(value) : unspeakable(value);
}

/** @param {unknown} value */
function unspeakable(value) {
  return `a value of type ${typeof value}`;
}
