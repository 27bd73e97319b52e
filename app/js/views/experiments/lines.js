// What an experiment's own figure shows of its rows: the lines, and at each place the mean of the
// repetitions with the least and the greatest (as records/showing.py does it). Pure functions.

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").Figure} Figure */
/** @typedef {{at: number | string, mean: number, low: number, high: number, count: number}} Spot */
/** @typedef {{series: Row, spots: Spot[]}} Line `series`: the columns that tell it from the others */

const order = new Intl.Collator("en", { numeric: true }).compare;

/** Whether a row belongs in the figure: not yet superseded, and with a place and a value. @param {Figure} figure @param {Row} row */
function isShown({ x, y, final, what }, row) {
  if (what && row.what !== what) return false;
  const has = (/** @type {string} */ column) => row[column] !== null && row[column] !== undefined;
  return has(x.column) && has(y.column) && !(final && row.final === false);
}

/**
 * @param {Row[]} rows
 * @param {Figure} figure
 * @returns {Line[]} in the order of their names; places in rising order, or as they first came
 */
export function linesOf(rows, figure) {
  const shown = rows.filter((row) => isShown(figure, row));
  const bySeries = groupBy(shown, (row) => JSON.stringify(figure.series.map((name) => row[name])));
  const lines = [...bySeries].map(([key, own]) => {
    const series = Object.fromEntries(figure.series.map((name) => [name, own[0]?.[name] ?? null]));
    const places = groupBy(own, (row) => row[figure.x.column]);
    return { key, series, spots: [...places].map(([at, here]) => spotOf(at, here, figure)) };
  });
  lines.sort((a, b) => order(a.key, b.key));
  if (hasPlacesInOrder(lines)) {
    for (const { spots } of lines) spots.sort((a, b) => Number(a.at) - Number(b.at));
  }
  return lines.map(({ series, spots }) => ({ series, spots }));
}

/** Whether the places are numbers, which lie on an axis; else they are names, which stand in rows. @param {Pick<Line, "spots">[]} lines */
export function hasPlacesInOrder(lines) {
  return lines.every(({ spots }) => spots.every(({ at }) => typeof at === "number"));
}

/** @param {Row[string] | undefined} at @param {Row[]} rows @param {Figure} figure @returns {Spot} */
function spotOf(at, rows, { y, what }) {
  const values = rows.map((row) => Number(row[y.column]));
  const [low, high] = (what && rows.length === 1 && intervalOf(rows[0])) || [
    Math.min(...values),
    Math.max(...values),
  ];
  return {
    at: typeof at === "number" ? at : String(at),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    ...{ low, high, count: values.length },
  };
}

/** What a row of a summary says of itself. @param {Row | undefined} row @returns {[number, number] | null} */
function intervalOf({ low, high } = {}) {
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}

/**
 * @template K
 * @param {Row[]} rows
 * @param {(row: Row) => K} keyOf
 */
function groupBy(rows, keyOf) {
  /** @type {Map<K, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
