// A sweep's table, as `mnist1d-lab sweep` writes its summary.csv: which columns are knobs, and how
// its rows are narrowed to one number a point.

/** @typedef {Record<string, string>} Line of a CSV file, by column */
/** @typedef {{name: string, values: string[]}} Knob */
/** @typedef {{name: string, values: string[], chosen: string}} Filter */
/** @typedef {{knobs: Knob[], lines: Line[], keys: string[]}} Sweep `keys`: the columns that may tell lines of one point apart */

const PREFIX = "at_";
/** What is measured at a point, and so tells no two lines apart. */
const MEASURES = new Set([
  ...["mean", "n", "low", "high", "standard_error", "p", "p_holm", "p_grid"],
  ...["at_edge", "trainings"],
]);
/** Those that say most come first. */
const FIRST = ["what", "at", "arm", "sparsity"];
/** More is no choice that anybody reads. */
const MOST_VALUES = 60;

/** The rows of a file, its header first, as lines by column. @param {string[][]} rows @returns {[Line[], string[]]} */
export function linesOf([columns = [], ...rows]) {
  return [
    rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ""]))),
    columns,
  ];
}

/**
 * @param {Line[]} lines
 * @param {string[]} columns
 * @returns {Sweep}
 * @throws {Error} with a sentence, where it is no summary of a sweep
 */
export function readSweep(lines, columns) {
  const knobs = columns
    .filter((name) => name.startsWith(PREFIX) && !MEASURES.has(name))
    .map((name) => ({ name, values: valuesOf(lines, name) }))
    .filter(({ values }) => values.length > 1);
  if (lines.length === 0 || !columns.includes("mean") || knobs.length < 2) {
    throw new Error(
      "This is no table of a sweep over two knobs: open the summary.csv that “mnist1d-lab sweep” writes.",
    );
  }
  const others = columns.filter((name) => !name.startsWith(PREFIX) && !MEASURES.has(name));
  const first = FIRST.filter((name) => others.includes(name));
  const keys = [...first, ...others.filter((name) => !first.includes(name))];
  return { knobs, lines: lines.filter(({ mean }) => Number.isFinite(numberOf(mean))), keys };
}

/** A field's number; an empty field is none. @param {string | undefined} text */
export function numberOf(text) {
  return text === undefined || text.trim() === "" ? Number.NaN : Number(text);
}

/** A knob without its prefix. @param {string} name */
export function bare(name) {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/**
 * Narrows a table, filter by filter, until a point has one line; a value that is not there any more
 * makes way for the first that is.
 * @param {Sweep} sweep
 * @param {Record<string, string>} wanted by column
 * @returns {{filters: Filter[], lines: Line[]}}
 */
export function narrowed({ knobs, lines, keys }, wanted) {
  /** @type {Filter[]} */
  const filters = [];
  let left = lines;
  for (const name of keys) {
    if (!hasDoubles(knobs, left)) break;
    const values = valuesOf(left, name);
    if (values.length < 2 || values.length > MOST_VALUES) continue;
    const chosen = values.find((value) => value === wanted[name]) ?? values[0] ?? "";
    filters.push({ name, values, chosen });
    left = left.filter((line) => line[name] === chosen);
  }
  return { filters, lines: left };
}

/** Whether a point has more than one line. @param {Knob[]} knobs @param {Line[]} lines */
function hasDoubles(knobs, lines) {
  const points = new Set(lines.map((line) => knobs.map(({ name }) => line[name]).join("\n")));
  return points.size < lines.length;
}

/** In their order, numbers by size. @param {Line[]} lines @param {string} name */
function valuesOf(lines, name) {
  const values = [...new Set(lines.map((line) => line[name] ?? ""))];
  if (values.some((value) => !Number.isFinite(numberOf(value)))) return values;
  return values.sort((a, b) => Number(a) - Number(b));
}
