import assert from "node:assert/strict";
import { test } from "node:test";
import {
  estimate,
  secondsOfTask,
  secondsOnPool,
  tasksOf,
} from "../../app/js/views/models/estimate.js";

const TRAINING = {
  steps: 1000,
  eval_every: 100,
  batch_size: 100,
  num_samples: 5000,
  train_split: 0.8,
  seeds: 2,
};

test("a task is its steps, and its measurements at a third of a step a batch", () => {
  // 10 measurements of 1000 samples, 10 batches each: 100 forward passes.
  assert.equal(secondsOfTask(TRAINING, 3).toFixed(3), (3 * (1000 + 100 / 3) * 0.001).toFixed(3));
});

test("workers take the next task when they are free", () => {
  assert.equal(secondsOnPool([3, 1, 1, 1], 2), 3);
  assert.equal(secondsOnPool([1, 1, 1, 3], 2), 4);
  assert.equal(secondsOnPool([1, 2], 1), 3);
  assert.equal(secondsOnPool([2], 0), 2);
});

test("tasks follow the plan of the benchmark and of the knob", () => {
  const both = { ...TRAINING, models: ["linear", "cnn"], shuffled: "both" };
  assert.equal(tasksOf(both).length, 8);
  assert.equal(tasksOf({ ...both, shuffled: "no" }).length, 4);
  const knob = { ...TRAINING, models: ["linear"], knob: "max_translation", points: 5 };
  assert.equal(tasksOf({ ...knob, values: [] }).length, 10);
  assert.equal(tasksOf({ ...knob, values: [0, 16, 48] }).length, 6);
});

test("without a measurement of every model there is no estimate", () => {
  const params = { ...TRAINING, models: ["linear", "cnn"], shuffled: "no", seeds: 1 };
  assert.equal(estimate(params, new Map([["linear", 1]]), 2), null);
  const measured = new Map([
    ["linear", 1],
    ["cnn", 10],
  ]);
  assert.equal(estimate(params, measured, 2), secondsOfTask(params, 10));
});
