import assert from "node:assert/strict";
import { test } from "node:test";
import { surprise } from "../../../../app/js/views/data/surprise.js";
import { NOISE, STEPS } from "../../schemas.js";

// Ranges as py/mnist1d_lab/params/ has them; the browser test drives the real ones.
const RANGES = /** @type {const} */ ([
  ["iid_noise_scale", 0, 1],
  ["corr_noise_scale", 0, 2],
  ["max_translation", 0, 120],
  ["final_seq_length", 8, 200],
  ["scale_coeff", 0, 2],
  ["shear_scale", 0, 3],
  ["data_seed", 0, 2 ** 32 - 1],
]);

test("every surprise is in range, from one end of chance to the other", () => {
  for (const value of [0, 0.25, 0.5, 0.75, 1 - 2 ** -53]) {
    const made = surprise(() => value, []);
    for (const [name, low, high] of RANGES) {
      const number = Number(made[name]);
      assert.ok(number >= low && number <= high, `${name} ${number}`);
    }
    const [fewest = -1, most = -1] = /** @type {number[]} */ (made.padding);
    assert.ok(0 <= fewest && fewest <= most && most <= 200);
    assert.ok(Number(made.max_translation) <= most);
  }
});

test("a parameter that has come since is turned too, the size is not", () => {
  const other = { ...NOISE, name: "wobble", usual: /** @type {[number, number]} */ ([0.5, 1]) };
  const size = { ...STEPS, name: "num_samples", group: "size" };
  for (const value of [0, 0.3, 1 - 2 ** -53]) {
    const made = surprise(() => value, [other, size]);
    assert.ok(Number(made.wobble) >= 0.5 && Number(made.wobble) <= 1);
    assert.equal(made.num_samples, undefined);
  }
});

test("two surprises differ", () => {
  assert.notDeepEqual(surprise(Math.random, []), surprise(Math.random, []));
});
