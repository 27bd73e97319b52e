// Scales and ticks. Pure functions.

/** @typedef {[low: number, high: number]} Range */

/** A map from data to pixels. @param {Range} domain @param {Range} range */
export function linear([d0, d1], [r0, r1]) {
  const span = d1 - d0 || 1;
  return (/** @type {number} */ value) => r0 + ((value - d0) / span) * (r1 - r0);
}

/** Without the last bits, where binary fractions do not meet decimal ones. @param {number} value */
const round = (value) => Number(value.toPrecision(12));

/** Of about `count` round steps over a domain. @param {Range} domain @param {number} count */
function stepOf([low, high], count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

/** Round numbers inside a domain, about `count` of them. @param {Range} domain @param {number} count */
export function ticks([low, high], count) {
  if (!(high > low)) return [low];
  const step = stepOf([low, high], count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => round((first + i) * step));
}

/** @param {Range} domain @param {number} count @returns {Range} ends on ticks */
function widen([low, high], count) {
  const step = stepOf([low, high], count);
  const up = Math.ceil(high / step - 1e-9) * step;
  return [round(Math.floor(low / step + 1e-9) * step), round(up)];
}

/** The smallest and largest. @param {number[]} values @returns {Range} */
function extent(values) {
  // No spread: there may be more values than a call takes.
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return [least, values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)];
}

/** The next to a value that lies in a range. @param {Range} range @param {number} value */
export function inside([low, high], value) {
  return Math.max(low, Math.min(high, value));
}

/** How far from 0 they reach, at least so far. @param {number[]} values @param {number} least */
export function farthest(values, least) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), least);
}

/**
 * The smallest and largest of some numbers, widened to round ones.
 * @param {number[]} values
 * @param {{floor?: number, ceiling?: number, count?: number}} [limits]
 * @returns {Range}
 */
export function niceDomain(values, { floor, ceiling, count = 5 } = {}) {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [floor ?? 0, ceiling ?? 1];
  const [low, high] = extent(finite);
  const first = widen([low, high > low ? high : low + 1], count);
  // The wider range may call for wider steps; its ends should be marked, too.
  const [down, up] = widen(first, count);
  return [Math.max(down, floor ?? down), Math.min(up, ceiling ?? up)];
}

/** The ends of some numbers as whole powers of ten. @param {number[]} values @returns {Range} */
export function decades(values) {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logs.length === 0) return [-1, 0];
  const [low, high] = extent(logs);
  return [Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1)];
}

/** Powers of ten from one to another, at most about so many. @param {Range} domain @param {number} most */
export function powersOfTen(domain, most) {
  const [low = 0, high = 0] = domain.map((end) => Math.round(Math.log10(end)));
  const every = Math.ceil((high - low) / most);
  const count = Math.floor((high - low) / every) + 1;
  return Array.from({ length: count }, (_, i) => 10 ** (low + i * every));
}

/** A domain that only widens while the same is shown: what jumps with its axis cannot be seen to move. */
export class Widening {
  /** What the figure is of, compared by identity. @type {unknown[]} */
  shown = [];
  /** @type {Range} */
  domain = [0, 1];

  /** @param {unknown[]} shown @param {Range | null} domain that its values ask for now; null: there are none yet @returns {Range} */
  over(shown, domain) {
    const same = shown.length === this.shown.length && shown.every((it, i) => it === this.shown[i]);
    if (!domain) return same ? this.domain : [0, 1];
    const [low, high] = domain;
    const [least, most] = same ? this.domain : [low, high];
    this.shown = shown;
    this.domain = [Math.min(low, least), Math.max(high, most)];
    return this.domain;
  }
}

/** @param {number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
