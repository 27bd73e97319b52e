// A plain figure in words and in tables. Pure functions.

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").Figure} Figure */
/** @typedef {import("./lines.js").Line} Line */
/** @typedef {import("./styles.js").Style} Style */
/** @typedef {[head: string[], lines: string[][]]} Table */

/** So many rows are shown; all of them are in the file. */
const ROWS_SHOWN = 300;

/** A value of a row or of an axis, with four digits that count. @param {Row[string] | undefined} value */
export function cell(value) {
  if (typeof value === "number") {
    if (Number.isInteger(value)) return String(value);
    return String(Number(value.toPrecision(4)));
  }
  return value === null || value === undefined ? "" : String(value);
}

/** Each place of each line. @param {Figure} figure @param {Line[]} lines @param {Style[]} styles @returns {Table} */
export function numbersOf(figure, lines, styles) {
  const head = [figure.x.label, "mean", "least", "greatest", "repetitions"];
  const named = figure.series.length > 0;
  const body = lines.flatMap(({ spots }, index) =>
    spots.map(({ at, mean, low, high, count }) => [
      ...(named ? [styles[index]?.label ?? ""] : []),
      ...[at, mean, low, high, count].map(cell),
    ]),
  );
  return [named ? [figure.y.label, ...head] : head, body];
}

/** Rows as they are, under the names of their columns. @param {Row[]} rows @returns {Table} */
export function rowsOf(rows) {
  const shown = rows.slice(0, ROWS_SHOWN);
  const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  return [
    columns.map((column) => column.replaceAll("_", " ")),
    shown.map((row) => columns.map((column) => cell(row[column]))),
  ];
}

/** Each line from its first place to its last. @param {Figure} figure @param {Line[]} lines @param {Style[]} styles */
export function sentenceOf({ x, y }, lines, styles) {
  const parts = lines.flatMap(({ spots }, index) => {
    const [first, last] = [spots[0], spots.at(-1)];
    if (!first || !last) return [];
    const label = styles[index]?.label ?? "";
    if (first === last) return [`${label} ${cell(first.mean)} at ${cell(first.at)}`.trim()];
    const from = `from ${cell(first.mean)} at ${cell(first.at)}`;
    return [`${label} ${from} to ${cell(last.mean)} at ${cell(last.at)}`.trim()];
  });
  if (parts.length === 0) return "Not run yet, or nothing has come to its end.";
  return `${y.label}, by ${lowerFirst(x.label)}: ${parts.join("; ")}.`;
}

/** @param {string} text */
function lowerFirst(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
