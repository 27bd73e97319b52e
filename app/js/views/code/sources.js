// The package's sources out of the wheel that the page computes with, and where in them a name is
// defined. There is no second copy of them that could differ.

import { membersOf } from "../../python/archive.js";

const PACKAGE = "mnist1d_lab/";

/** @typedef {import("../../python/archive.js").Member} Member */
/** @typedef {{first: number, last: number}} Lines counted from 1, both included */

/**
 * @param {ArrayBuffer} wheel
 * @returns {Promise<Map<string, string>>} texts by their path within the package, in the paths' order
 */
export async function sourcesIn(wheel) {
  const wanted = membersOf(wheel).filter(
    ({ name }) => name.startsWith(PACKAGE) && name.endsWith(".py"),
  );
  const texts = await Promise.all(
    wanted.map(
      async (member) =>
        /** @type {const} */ ([member.name.slice(PACKAGE.length), await textOf(member)]),
    ),
  );
  return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {Member} member */
async function textOf({ bytes, stored }) {
  if (stored) return new TextDecoder().decode(bytes);
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(inflated).text();
}

/** @param {string} line */
const indentOf = (line) => line.length - line.trimStart().length;

/**
 * The lines of a definition, decorators and all.
 * @param {string} text Python
 * @param {string} symbol a function or class, or one inside another: "Linear.backward"
 * @returns {Lines | null} null where there is none
 */
export function linesOf(text, symbol) {
  const lines = text.split("\n");
  /** @type {Lines} */
  let found = { first: 1, last: lines.length };
  for (const name of symbol.split(".")) {
    const within = definition(lines, name, found);
    if (!within) return null;
    found = within;
  }
  return found;
}

/** @param {string[]} lines @param {string} name @param {Lines} within @returns {Lines | null} */
function definition(lines, name, { first, last }) {
  const head = new RegExp(`^\\s*(?:async def|def|class) ${name}\\b`);
  for (let at = first - 1; at < last; at++) {
    if (!head.test(lines[at] ?? "")) continue;
    const indent = indentOf(lines[at] ?? "");
    let start = at;
    while ((lines[start - 1] ?? "").trimStart().startsWith("@")) start--;
    let end = at;
    for (let next = at + 1; next < last; next++) {
      const line = lines[next] ?? "";
      if (line.trim() === "") continue;
      // A signature of several lines ends where it began.
      if (indentOf(line) <= indent && !line.trimStart().startsWith(")")) break;
      end = next;
    }
    return { first: start + 1, last: end + 1 };
  }
  return null;
}
