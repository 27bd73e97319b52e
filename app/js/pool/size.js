// How many workers the page has.

/**
 * How many workers: one on a phone, where each costs 100 MB; elsewhere one a core, up to four.
 * The page's own thread only paints, so it needs no core of its own: on two cores, two workers.
 * @param {number} cores
 * @param {boolean} phone
 */
export function poolSize(cores, phone) {
  return phone ? 1 : Math.max(1, Math.min(4, cores));
}
