// A recorded run done again: which settings it takes, and whether its numbers came out as recorded.
// Pure functions, no page.

/** @typedef {import("../../state/schema.js").Schema} Schema */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {{panel: string, settings: Values}} Repeat in whose part, and what differs from the experiment's defaults */

/** Recorded numbers have four decimals (tests/browser/recordings.py). */
const ROUNDED = 1e-4;

/** What a clock measured tells nothing. */
const TIMES = new Set(["ms_per_step"]);

/**
 * A scope's settings as they were recorded. A part's own defaults may be others than the experiment's.
 * @param {Schema[]} scope @param {Schema[]} experiment @param {Values} settings @returns {Values}
 */
export function settingsOf(scope, experiment, settings) {
  const usual = Object.fromEntries(experiment.map(({ name, default: value }) => [name, value]));
  return Object.fromEntries(
    scope.map(({ name, default: own }) => [name, settings[name] ?? usual[name] ?? own]),
  );
}

/**
 * Both in the order of the plan.
 * @param {Row[]} recorded @param {Row[]} rows
 * @returns {string} a sentence, or "" where the two cannot be laid beside each other
 */
export function comparison(recorded, rows) {
  const final = (/** @type {Row[]} */ all) => all.filter((row) => row.final !== false);
  const [before, now] = [final(recorded), final(rows)];
  if (before.length === 0 || before.length !== now.length) return "";
  const apart = before.map((row, at) => differenceOf(row, now[at] ?? {}));
  const same = apart.filter((one) => one === 0).length;
  if (same === apart.length) return "It found the recorded numbers, every one.";
  const most = Math.max(...apart);
  const far = Number.isFinite(most) ? `, by at most ${Number(most.toPrecision(2))}` : "";
  return `Of ${apart.length} measurements ${apart.length - same} differ from the recorded ones${far}.`;
}

/** The largest difference of two measurements in any number of the first. @param {Row} before @param {Row} now */
function differenceOf(before, now) {
  const names = Object.keys(before).filter((name) => !TIMES.has(name));
  const apart = names.map((name) => {
    const [was, is] = [before[name], now[name]];
    if (typeof was !== "number") return was === is ? 0 : Number.POSITIVE_INFINITY;
    const away = Math.abs(was - Number(is));
    return away <= ROUNDED ? 0 : away;
  });
  return Math.max(0, ...apart);
}
