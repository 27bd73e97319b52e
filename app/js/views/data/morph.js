// One stage of a sample turning into the next, point by point. Pure functions.

/** @typedef {{name: string, t: number[], x: number[]}} Stage a signal `x` at places `t`, both from top to bottom */

/** @typedef {{at: number, value: number}} Spot `at` from 0 (top) to 1, and the value there */

/** The value of a list at a fractional index. @param {number[]} list @param {number} index */
function read(list, index) {
  const low = Math.max(0, Math.min(list.length - 1, Math.floor(index)));
  const high = Math.min(list.length - 1, low + 1);
  const a = list[low] ?? 0;
  return a + ((list[high] ?? 0) - a) * Math.min(1, Math.max(0, index - low));
}

/**
 * The stage's points where the picture shows them: its own ends are the picture's, but a padded
 * signal lies on the canvas that it is about to be stretched to.
 * @param {Stage} stage
 * @param {Stage[]} stages
 * @returns {Spot[]}
 */
export function spots(stage, stages) {
  const frame = stage.name === "padded" ? stages.find(({ name }) => name === "dilated") : stage;
  const { t } = frame ?? stage;
  const first = t[0] ?? 0;
  const span = (t[t.length - 1] ?? 1) - first || 1;
  return stage.t.map((place, index) => ({
    at: (place - first) / span,
    value: stage.x[index] ?? 0,
  }));
}

/** `count` spots, evenly spread over the list. @param {Spot[]} list @param {number} count */
function spread(list, count) {
  const at = list.map((spot) => spot.at);
  const value = list.map((spot) => spot.value);
  const step = (list.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) => ({
    at: read(at, i * step),
    value: read(value, i * step),
  }));
}

/** @param {Spot[]} from @param {Spot[]} to @param {number} share @returns {Spot[]} */
function blend(from, to, share) {
  return to.map(({ at, value }, index) => {
    const old = from[index] ?? { at, value };
    return {
      at: old.at + (at - old.at) * share,
      value: old.value + (value - old.value) * share,
    };
  });
}

/**
 * How far `to` is `from` shifted in a circle, or 0 where it is not.
 * @param {number[]} from
 * @param {number[]} to
 */
export function shiftOf(from, to) {
  const { length } = from;
  if (to.length !== length) return 0;
  for (let shift = 0; shift < length; shift++) {
    if (to.every((value, i) => value === from[(i - shift + length) % length])) return shift;
  }
  return 0;
}

/**
 * @param {Stage} from
 * @param {Stage} to the stage after it
 * @param {number} share how far the change has come, 0 to 1
 * @param {Stage[]} stages
 * @returns {Spot[]}
 */
export function morph(from, to, share, stages) {
  const before = spots(from, stages);
  const after = spots(to, stages);
  if (share <= 0) return before;
  if (share >= 1) return after;
  if (to.name === "padded") {
    // The zeros grow out of the digit's end.
    const end = before[before.length - 1] ?? { at: 1, value: 0 };
    return blend([...before, ...after.slice(before.length).map(() => end)], after, share);
  }
  const shift = shiftOf(from.x, to.x);
  if (shift > 0) return rolled(before, shift * share);
  const count = Math.max(before.length, after.length);
  return blend(spread(before, count), spread(after, count), share);
}

/** @param {Spot[]} list @param {number} shift in positions, perhaps a fraction @returns {Spot[]} */
function rolled(list, shift) {
  const { length } = list;
  // One value more, so that reading across the end meets the beginning.
  const circle = [...list, ...list.slice(0, 1)].map((spot) => spot.value);
  return list.map(({ at }, i) => ({ at, value: read(circle, (i - shift + length) % length) }));
}
