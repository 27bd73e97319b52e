import assert from "node:assert/strict";
import { test } from "node:test";
import { estimate, secondsOnPool, withDrawing } from "../../../../app/js/views/shared/estimate.js";

test("workers take the next task when they are free", () => {
  assert.equal(secondsOnPool([3, 1, 1, 1], 2), 3);
  assert.equal(secondsOnPool([1, 1, 1, 3], 2), 4);
  assert.equal(secondsOnPool([1, 2], 1), 3);
  assert.equal(secondsOnPool([2], 0), 2);
});

/** @param {Record<string, string | number>} key @param {number} cost */
const task = (key, cost) => ({ id: "", experiment: "", params: {}, key, cost });

test("a task's cost is in steps of its model, or of the run's only one", () => {
  const plan = { params: { model: "mlp" }, tasks: [task({}, 1000), task({ model: "cnn" }, 200)] };
  const measured = new Map([
    ["mlp", 1],
    ["cnn", 10],
  ]);
  assert.equal(estimate(plan, measured, 1), 3);
  assert.equal(estimate(plan, measured, 2), 2);
});

test("without a measurement of every model there is no estimate", () => {
  const plan = { params: {}, tasks: [task({ model: "linear" }, 10), task({ model: "cnn" }, 10)] };
  assert.equal(estimate(plan, new Map([["linear", 1]]), 2), null);
});

test("the page's drawing takes a share of the workers' processors, where they leave it none", () => {
  assert.equal(withDrawing(10, 2, 4), 10);
  assert.equal(withDrawing(10, 1, 2), 10);
  assert.ok(Math.abs(withDrawing(10, 2, 2) - 10 / 0.83) < 1e-9);
  assert.ok(withDrawing(10, 1, 1) < 20);
});
