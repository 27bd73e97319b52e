import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, HEAD, standing, tableOf } from "../../../../app/js/views/models/mnistrows.js";

const PARAMS = { models: ["linear", "cnn"], steps: 200, seeds: 2 };

/** @param {string} dataset @param {string} model @param {number} trial @param {number} test_acc @param {boolean} [final] */
function row(dataset, model, trial, test_acc, final = true) {
  const size = dataset === "mnist" ? { features: 784, train_samples: 10000 } : { features: 40, train_samples: 4000 };
  const ms_per_step = dataset === "mnist" ? 20 : 1;
  const cost = { data_bytes: 1234567, parameters: 7850, multiply_adds: 7840, ms_per_step };
  return { dataset, model, trial, test_acc, final, step: final ? 200 : 100, ...size, ...cost };
}

const ROWS = [
  row("mnist", "linear", 0, 88),
  row("mnist", "linear", 1, 90),
  row("mnist", "cnn", 0, 97),
  row("mnist1d", "linear", 0, 32),
  row("mnist1d", "cnn", 0, 82, false),
  row("mnist1d", "cnn", 0, 88),
];

test("a mark is the mean of what has ended, or how far the newest training is", () => {
  assert.deepEqual(
    [standing(ROWS, "mnist", "linear")?.mean, standing(ROWS, "mnist", "linear")?.ended],
    [89, true],
  );
  assert.deepEqual(standing(ROWS.slice(0, 5), "mnist1d", "cnn")?.ended, false);
  assert.equal(standing(ROWS, "mnist", "mlp"), null);
});

test("the table has a line for each model on each set, with the seconds of one training", () => {
  const lines = tableOf(ROWS, PARAMS);
  assert.deepEqual(
    lines.map((line) => line.slice(0, 3)),
    [
      ["Logistic, MNIST", "89.0 (n = 2, 88.0 to 90.0)", "4.0"],
      ["Logistic, MNIST-1D", "32.0 (n = 1)", "0.20"],
      ["CNN, MNIST", "97.0 (n = 1)", "4.0"],
      ["CNN, MNIST-1D", "88.0 (n = 1)", "0.20"],
    ],
  );
  for (const line of lines) assert.equal(line.length, HEAD.length);
  assert.deepEqual(lines[0]?.slice(3), ["7,840", "7,850", "10,000", "784", "1,234,567"]);
});

test("the sentence says how far apart the models stand on each", () => {
  assert.equal(describe([], PARAMS), "No training has ended yet.");
  assert.equal(
    describe(ROWS, PARAMS),
    "On MNIST: Logistic 89.0\u00a0%, CNN 97.0\u00a0%, 8.0 points apart. On MNIST-1D: Logistic 32.0\u00a0%, CNN 88.0\u00a0%, 56.0 points apart. A training of the CNN took 4.0 s on MNIST and 0.2 s on MNIST-1D. 200 steps, mean of up to 2 seeds.",
  );
});
