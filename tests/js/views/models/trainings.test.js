import assert from "node:assert/strict";
import { test } from "node:test";
import {
  costOf,
  groups,
  lineOf,
  newest,
  outcome,
  written,
} from "../../../../app/js/views/models/trainings.js";

/** @param {number} trial @param {number} step @param {number | null} test_acc @param {boolean} [final] */
function row(trial, step, test_acc, final = false) {
  const cost = { parameters: 410, multiply_adds: 400, ms_per_step: 2 };
  return { model: "linear", shuffled: false, trial, step, test_acc, final, ...cost };
}

const ROWS = [
  row(0, 50, 20),
  row(0, 100, 30, true),
  row(1, 50, 40),
  row(1, 100, 50, true),
  row(2, 50, null),
];

test("a curve is the mean over the seeds, and its band reaches from the worst to the best", () => {
  const { points, band } = lineOf(groups(ROWS, "step"));
  assert.deepEqual(points, [
    [50, 30],
    [100, 40],
  ]);
  assert.deepEqual(band, [
    [50, 20, 40],
    [100, 30, 50],
  ]);
});

test("one seed makes a line without a band", () => {
  assert.deepEqual(lineOf(groups(ROWS.slice(0, 2), "step")).band, []);
});

test("an outcome counts only trainings that have ended", () => {
  const found = outcome(ROWS, (item) => item.model === "linear");
  assert.deepEqual(found, { values: [30, 50], mean: 40, low: 30, high: 50 });
  assert.equal(written(found), "40.0 (n = 2, 30.0 to 50.0)");
  assert.equal(outcome(ROWS, (item) => item.model === "cnn"), null);
  assert.equal(written(null), "");
});

test("each training is known by its newest row", () => {
  assert.deepEqual(
    newest(ROWS).map(({ trial, step }) => [trial, step]),
    [
      [0, 100],
      [1, 100],
      [2, 50],
    ],
  );
});

test("cost adds the time of all trainings, and an early end is a divergence", () => {
  const cost = costOf([...ROWS.slice(0, 4), row(2, 7, 10, true)], 100);
  assert.equal(cost?.seconds.toFixed(3), "0.414");
  assert.equal(cost?.finished, 3);
  assert.deepEqual(cost?.diverged.map(({ step }) => step), [7]);
  assert.equal(costOf([], 100), null);
});
