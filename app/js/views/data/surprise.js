// Settings by chance, each within what still looks like data.

/** @typedef {import("../../state/schema.js").Schema} Schema */
/** @typedef {import("../../state/schema.js").Values} Values */

/** Not what the data look like. */
const LEFT_ALONE = new Set(["size", "seed"]);

/** Anywhere in its usual range, on the slider's steps. @param {Schema} schema @param {() => number} random */
function anywhere({ usual, low, high, step }, random) {
  const [from, to] = usual ?? [low ?? 0, high ?? 1];
  const value = from + Math.round((random() * (to - from)) / step) * step;
  return Number(Math.min(to, value).toFixed(6));
}

/**
 * @param {() => number} random uniform from 0 to 1
 * @param {Schema[]} schemas of the data; a number that is not named below falls anywhere in its range
 * @returns {Values} generator settings by name, with a new seed
 */
export function surprise(random, schemas) {
  /** @param {number} low @param {number} high */
  const whole = (low, high) => low + Math.floor(random() * (high - low + 1));
  /** @param {number} high @param {number} step */
  const share = (high, step) => Number((Math.round((random() * high) / step) * step).toFixed(2));
  const fewest = whole(0, 60);
  const padding = [fewest, fewest + whole(0, 40)];
  const numbers = schemas.filter(
    ({ kind, group }) => (kind === "int" || kind === "float") && !LEFT_ALONE.has(group),
  );
  return {
    ...Object.fromEntries(numbers.map((schema) => [schema.name, anywhere(schema, random)])),
    // Squared, so that quiet sets are as likely as loud ones.
    iid_noise_scale: Number((share(1, 0.01) ** 2 / 2.5).toFixed(2)),
    corr_noise_scale: share(0.8, 0.01),
    // A digit that is shifted by more than its padding leaves the signal and comes back in front.
    max_translation: whole(0, padding[1] ?? 0),
    final_seq_length: whole(20, 100),
    padding,
    scale_coeff: share(1, 0.05),
    shear_scale: share(1.5, 0.05),
    template_len: 12,
    shuffle_seq: random() < 0.1,
    data_seed: whole(0, 9999),
  };
}
