import assert from "node:assert/strict";
import { test } from "node:test";
import {
  confusion,
  errorsByClass,
  mistakes,
  signalAt,
  worstPair,
} from "../../../../app/js/views/models/outcomes.js";

/** @param {number[]} values @param {"uint8" | "int32" | "float32"} dtype @param {number[]} [shape] */
function array(values, dtype, shape = [values.length]) {
  const Type = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }[dtype];
  return { shape, dtype, bytes: new Uint8Array(new Type(values).buffer) };
}

/** Three signals, truly 1, 2, 3. */
const TRUTHS = [1, 2, 3];

/** @param {number[]} answers @param {number[]} sure */
function probabilities(answers, sure) {
  const values = new Array(30).fill(0);
  for (const [row, answer] of answers.entries()) values[row * 10 + answer] = sure[row];
  return array(values, "float32", [3, 10]);
}

/** @param {[number, number, number][]} cells truth, answer, count */
function matrix(cells) {
  const counts = new Array(100).fill(0);
  for (const [truth, answer, count] of cells) counts[truth * 10 + answer] = count;
  return array(counts, "int32", [10, 10]);
}

const ARRAYS = {
  "test_y/plain": array(TRUTHS, "uint8"),
  "test_x/plain": array([0, 1, 2, 3, 4, 5], "float32", [3, 2]),
  "predictions/mlp/plain/trial0": array([1, 7, 8], "uint8"),
  "probabilities/mlp/plain/trial0": probabilities([1, 7, 8], [0.9, 0.5, 0.75]),
  "predictions/cnn/plain/trial0": array([1, 7, 3], "uint8"),
  "confusion/mlp/plain/trial0": matrix([[1, 1, 3], [2, 7, 1]]),
  "confusion/mlp/plain/trial1": matrix([[1, 1, 2], [1, 4, 5]]),
};

test("confusion adds up the seeds", () => {
  const found = confusion(ARRAYS, "mlp", "plain");
  assert.equal(found?.seeds, 2);
  assert.equal(found?.counts[11], 5);
  assert.deepEqual(worstPair(found?.counts ?? []), { truth: 1, answer: 4, count: 5 });
  const errors = errorsByClass(found?.counts ?? []);
  assert.deepEqual(errors.slice(0, 3), [0, 50, 100]);
  assert.equal(confusion(ARRAYS, "mlp", "shuffled"), null);
});

test("mistakes come with the surest first", () => {
  assert.deepEqual(mistakes(ARRAYS, "plain", "mlp", ""), [
    { index: 2, truth: 3, answer: 8, sure: 0.75 },
    { index: 1, truth: 2, answer: 7, sure: 0.5 },
  ]);
});

test("mistakes can be those that another model gets right", () => {
  assert.deepEqual(
    mistakes(ARRAYS, "plain", "mlp", "cnn")?.map(({ index }) => index),
    [2],
  );
  // A record on the page holds no probabilities.
  assert.equal(mistakes(ARRAYS, "plain", "cnn", "")?.[0]?.sure, null);
  assert.equal(mistakes(ARRAYS, "plain", "gru", ""), null);
});

test("one signal is read out of the test set", () => {
  assert.deepEqual(signalAt(ARRAYS, "plain", 1), [2, 3]);
  assert.equal(signalAt(ARRAYS, "shuffled", 1), null);
});
