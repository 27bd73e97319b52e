// In which order runs were written. A computer's clock may be set back, or have been a year ahead for a
// while; so what is older is told by a number that only grows, and the clock is only shown.

/** @typedef {{at: number, turn?: number}} Written `turn` is missing in what an earlier edition wrote. */

/** The turn after all of these. @param {Written[]} all */
export function nextTurn(all) {
  return 1 + all.reduce((last, { turn = 0 }) => Math.max(last, turn), 0);
}

/** To sort by: the older comes first. @param {Written} a @param {Written} b */
export function byTurn(a, b) {
  return (a.turn ?? 0) - (b.turn ?? 0) || a.at - b.at;
}
