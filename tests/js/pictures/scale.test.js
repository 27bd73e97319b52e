import assert from "node:assert/strict";
import { test } from "node:test";
import { bandWidth } from "../../../app/js/pictures/cells.js";
import { decades, linear, niceDomain, ticks, Widening } from "../../../app/js/pictures/scale.js";

test("a scale maps the ends of its domain to the ends of its range", () => {
  const scale = linear([10, 20], [100, 0]);
  assert.deepEqual([10, 15, 20].map(scale), [100, 50, 0]);
});

test("a domain of one point does not divide by zero", () => {
  assert.equal(Number.isFinite(linear([3, 3], [0, 10])(3)), true);
});

test("ticks are round, evenly spaced and inside the domain", () => {
  assert.deepEqual(ticks([0, 1], 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks([0, 6000], 4), [0, 2000, 4000, 6000]);
  assert.deepEqual(ticks([52.3, 66.8], 5), [55, 60, 65]);
});

test("a nice domain covers its values and keeps its limits", () => {
  const [low, high] = niceDomain([53.2, 67.1], { floor: 0, ceiling: 100 });
  assert.ok(low <= 53.2 && high >= 67.1);
  assert.deepEqual(niceDomain([53.2, 67.1]), [50, 70]);
  assert.deepEqual(niceDomain([2, 99.9], { floor: 0, ceiling: 100 }), [0, 100]);
  assert.deepEqual(niceDomain([], { floor: 0, ceiling: 100 }), [0, 100]);
  const [same, above] = niceDomain([5, 5]);
  assert.ok(same <= 5 && above > 5);
  assert.ok(niceDomain([1, Number.NaN, 2]).every(Number.isFinite));
});

test("decades reach round powers of ten and leave out what has no logarithm", () => {
  assert.deepEqual(decades([0.002, 3, 0, -5, Number.NaN]), [-3, 1]);
  assert.deepEqual(decades([]), [-1, 0]);
  assert.deepEqual(decades([1]), [0, 1]);
});

test("a wide mask is cut into equal bands of visible pixels", () => {
  assert.equal(bandWidth(256, 384), 128);
  assert.equal(bandWidth(256, 1000), 256);
  assert.equal(bandWidth(10, 384), 10);
});

test("an axis widens while the same is shown, and begins anew with another run", () => {
  const axis = new Widening();
  const [first, second] = [{}, {}];
  assert.deepEqual(axis.over([first, 0], [50, 60]), [50, 60]);
  assert.deepEqual(axis.over([first, 0], [52, 70]), [50, 70]);
  assert.deepEqual(axis.over([first, 0], [40, 41]), [40, 70]);
  assert.deepEqual(axis.over([first, 1], [52, 53]), [52, 53], "another level");
  assert.deepEqual(axis.over([second, 1], [60, 61]), [60, 61], "another run with the same settings");
  assert.deepEqual(axis.over([second, 1], null), [60, 61], "what is not there yet moves nothing");
  assert.deepEqual(axis.over([first, 1], null), [0, 1]);
  assert.deepEqual(axis.over([second, 1], [60.5, 62]), [60, 62]);
});
