// Scales and ticks. Pure functions.

/**
 * A map from data to pixels.
 * @param {[number, number]} domain
 * @param {[number, number]} range
 */
export function linear([d0, d1], [r0, r1]) {
  const span = d1 - d0 || 1;
  return (/** @type {number} */ value) => r0 + ((value - d0) / span) * (r1 - r0);
}

/**
 * Round numbers that cover a domain, about `count` of them.
 * @param {[number, number]} domain
 * @param {number} count
 * @returns {number[]}
 */
export function ticks([low, high], count) {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => round((first + i) * step));
}

/** Without the last bits, where binary fractions do not meet decimal ones. @param {number} value */
function round(value) {
  return Number(value.toPrecision(12));
}

/** @param {[number, number]} domain @param {number} count @returns {[number, number]} ends on ticks */
function widen([low, high], count) {
  const marks = ticks([low, high], count);
  const step = round((marks[1] ?? 1) - (marks[0] ?? 0)) || 1;
  const up = Math.ceil(high / step - 1e-9) * step;
  return [round(Math.floor(low / step + 1e-9) * step), round(up)];
}

/**
 * The smallest and largest of some numbers, widened to round ones.
 * @param {number[]} values
 * @param {{floor?: number, ceiling?: number, count?: number}} [limits]
 * @returns {[number, number]}
 */
export function niceDomain(values, { floor, ceiling, count = 5 } = {}) {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [floor ?? 0, ceiling ?? 1];
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const first = widen([low, high > low ? high : low + 1], count);
  // The wider range may call for wider steps; its ends should be marked, too.
  const [down, up] = widen(first, count);
  return [Math.max(down, floor ?? down), Math.min(up, ceiling ?? up)];
}

/** A domain that only widens while the same is shown: what jumps with its axis cannot be seen to move. */
export class Widening {
  constructor() {
    /** @type {unknown[]} */
    this.shown = [];
    /** @type {[number, number]} */
    this.domain = [0, 1];
  }

  /**
   * @param {unknown[]} shown what the figure is of, compared by identity
   * @param {[number, number]} domain that its values ask for now
   * @returns {[number, number]}
   */
  over(shown, [low, high]) {
    const same = shown.length === this.shown.length && shown.every((it, i) => it === this.shown[i]);
    this.domain = same
      ? [Math.min(low, this.domain[0]), Math.max(high, this.domain[1])]
      : [low, high];
    this.shown = shown;
    return this.domain;
  }
}

/** @param {number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
