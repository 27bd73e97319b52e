import assert from "node:assert/strict";
import { test } from "node:test";
import { morph, shiftOf, spots } from "../../../../app/js/views/data/morph.js";

const template = { name: "template", t: [-1, 0, 1], x: [0, 1, 0.5] };
const dilated = { name: "dilated", t: [-1, -0.5, 0, 0.5, 1], x: [0, 1, 0.5, 0, 0] };
const padded = { name: "padded", t: [-1, -0.5, 0, 0.5], x: [0, 1, 0.5, 0] };
const translated = { name: "translated", t: dilated.t, x: [0, 0, 0, 1, 0.5] };
const resampled = { name: "resampled", t: [-1, 0, 1], x: [3, 2, 1] };
const stages = [template, padded, dilated, translated, resampled];
const pairs = stages.slice(1).map((to, index) => ({ from: stages[index] ?? template, to }));

test("every change begins at the one stage and ends at the other", () => {
  for (const { from, to } of pairs) {
    assert.deepEqual(morph(from, to, 0, stages), spots(from, stages));
    assert.deepEqual(morph(from, to, 1, stages), spots(to, stages));
  }
});

test("a change has no jump at its ends", () => {
  for (const { from, to } of pairs) {
    const nearly = morph(from, to, 1 - 1e-6, stages);
    assert.equal(Math.abs((nearly[0]?.value ?? 9) - (spots(to, stages)[0]?.value ?? 0)) < 1e-4, true);
    for (const { at, value } of nearly) assert.ok(at >= 0 && at <= 1 && Number.isFinite(value));
  }
});

test("a padded signal lies on the canvas, a template fills it", () => {
  assert.equal(spots(padded, stages).at(-1)?.at, 0.75);
  assert.equal(spots(template, stages).at(-1)?.at, 1);
});

test("a translation slides, it does not fade", () => {
  assert.equal(shiftOf(dilated.x, translated.x), 2);
  const halfway = morph(dilated, translated, 0.5, stages).map(({ value }) => value);
  assert.deepEqual(halfway, [0, 0, 1, 0.5, 0]);
});

test("a change that is no shift has none, nor has no change", () => {
  assert.equal(shiftOf([1, 2, 3], [1, 2, 4]), 0);
  assert.equal(shiftOf([1, 2, 3], [1, 2]), 0);
  assert.equal(shiftOf([1, 2, 3], [1, 2, 3]), 0);
});
