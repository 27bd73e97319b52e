// What a lesson says of what was measured: numbers looked up, and sentences chosen by the interval, so
// that none claims more than the trials bear. Pure, no page.

import { points, rangeOf } from "../tickets/wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./book.js").Step} Step */
/** @typedef {import("./book.js").Verdict} Verdict */
/** @typedef {Record<string, Row | undefined>} Found rows by the figure's name */

/**
 * The row of each figure: of a recorded run as it was built, else the one that fits.
 * @param {Step["figures"]} figures @param {Row[]} summary of what was just measured
 * @returns {Found}
 */
export function lookUp(figures, summary) {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { columns, row }]) => [
      name,
      row ??
        summary.find((one) => Object.entries(columns).every(([key, it]) => fits(one[key], it))),
    ]),
  );
}

/** @param {unknown} a @param {unknown} b */
function fits(a, b) {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) < 1e-9;
  return a === b;
}

/**
 * A text with its numbers: {lead} the mean, {lead.size} without its sign, {lead.range} the interval,
 * {lead.n} how many trials, {lead.rate} any other column.
 * @param {string} text @param {Found} found
 */
export function fill(text, found) {
  return text.replace(/\{([^{}.]+)(?:\.([^{}]+))?\}/g, (_, name, word = "mean") => {
    const row = found[name];
    return row ? wordOf(row, word) : "(not measured)";
  });
}

const QUOTED = /\{([^{}.]+)/g;

/** The recorded runs whose numbers a text quotes. @param {string} text @param {Step["figures"]} figures */
export function quotedRuns(text, figures) {
  const names = [...text.matchAll(QUOTED)].flatMap(
    ([, name = ""]) => figures[name]?.recorded ?? [],
  );
  return [...new Set(names)].filter((name) => name !== "published");
}

/** @param {Row} row @param {string} word */
function wordOf(row, word) {
  if (word === "range") {
    const range = rangeOf(row);
    return range ? `${points(range[0])} to ${points(range[1])}` : "no interval";
  }
  if (word === "mean") return points(Number(row.mean));
  if (word === "size") return points(Math.abs(Number(row.mean)));
  return String(row[word] ?? "");
}

/** @param {Row | undefined} row @param {number} [against] @returns {Verdict} */
export function verdictOf(row, against = 0) {
  const range = rangeOf(row);
  if (range && range[0] > against) return "above";
  return range && range[1] < against ? "below" : "unsure";
}

/** @param {Verdict} predicted @param {Verdict} found */
export function besideChoice(predicted, found) {
  if (predicted === found) return "As you predicted.";
  if (found === "unsure") return "These trials cannot tell whether you are right.";
  return "Not as you predicted.";
}

/**
 * What was drawn beside what was measured.
 * @param {number[]} guesses @param {(Row | undefined)[]} rows
 */
export function besideDrawing(guesses, rows) {
  const known = guesses.flatMap((guess, index) => {
    const row = rows[index];
    const range = rangeOf(row);
    return row && range ? [{ guess, range, mean: Number(row.mean) }] : [];
  });
  const [only] = known;
  if (!only) return "Nothing was measured that could be laid beside it.";
  if (known.length === 1) return besideOne(only.guess, only.range);
  const inside = known.filter(({ guess, range }) => guess >= range[0] && guess <= range[1]).length;
  const off = known.reduce((sum, { guess, mean }) => sum + Math.abs(guess - mean), 0);
  return `${inside} of your ${known.length} marks lie within the 95 % intervals; from the means they are ${points(off / known.length)} points away on average.`;
}

/** @param {number} guess @param {[number, number]} range */
function besideOne(guess, [low, high]) {
  const range = `${points(low)} to ${points(high)}`;
  if (guess < low)
    return `Your mark lies ${points(low - guess)} points below the interval, ${range}.`;
  if (guess > high)
    return `Your mark lies ${points(guess - high)} points above the interval, ${range}.`;
  return `Your mark lies within the interval, ${range}.`;
}
