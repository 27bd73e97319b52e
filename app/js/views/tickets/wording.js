// Differences and intervals as people read them.

/** @typedef {import("../../pool/protocol.js").Row} Row */

/** One decimal, or two where one would hide the sign; with a proper minus. @param {number} value */
export function points(value) {
  const digits = Number(value.toFixed(1)) === 0 && Number(value.toFixed(2)) !== 0 ? 2 : 1;
  // Adding 0 makes of a −0 a plain 0.
  return (Number(value.toFixed(digits)) + 0).toFixed(digits).replace("-", "−");
}

/** The ends of a summary row's interval; null where one trial gives none. @param {Row | undefined} row @returns {[number, number] | null} */
export function rangeOf(row) {
  const { low = null, high = null } = row ?? {};
  return low === null || high === null ? null : [Number(low), Number(high)];
}

/** A mean with its interval. @param {Row | undefined} row */
export function withRange(row) {
  if (!row) return "";
  const range = rangeOf(row);
  const mean = points(Number(row.mean));
  return range ? `${mean} (${points(range[0])} to ${points(range[1])})` : mean;
}

/** Below it a difference is told; adjusted for how many stand together (Holm). */
export const SIGNIFICANT = 0.05;

/** A p-value as a table has it. @param {unknown} p */
export function pValue(p) {
  if (typeof p !== "number" || Number.isNaN(p)) return "";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** Whether a paired difference of a summary is told from none. @param {Row} row */
export function verdictOf(row) {
  if (!(Number(row.p_holm ?? 1) < SIGNIFICANT)) return "no difference told";
  return Number(row.mean) > 0 ? "ahead" : "behind";
}
