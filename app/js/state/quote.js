// What somebody gave, said back inside a sentence: never more of it than a line.

const LONGEST = 80;

/** @param {string} text @returns {string} its beginning, where it is long */
export function shortened(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** A value as it would be written in JSON. @param {unknown} value */
export function quote(value) {
  return shortened(written(value));
}

/** @param {unknown} value */
function written(value) {
  // Of a long text no more than can be shown is written out.
  if (typeof value === "string") return JSON.stringify(value.slice(0, LONGEST + 1));
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a value of type ${typeof value}`; // a BigInt, or an object that holds itself
  }
}
