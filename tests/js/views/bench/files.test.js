// What the bench's figure is called: by the very seeds that its numbers are of.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TaskState } from "../../../../app/js/pool/taskstate.js";
import { Answer } from "../../../../app/js/views/bench/answers.js";
import { Files } from "../../../../app/js/views/bench/files.js";

const config = { version: "9.9", experiments: {} };
const settled = { seed: 5, trials: 3, data_seed: 42 };

/** @param {number[]} finished trials @param {"trial" | "task"} [unit] */
function answerOf(finished, unit) {
  const answer = new Answer(settled, unit);
  answer.tasks = [0, 1, 2].map((trial) => {
    const task = { id: `t${trial}`, experiment: "bench", params: {}, key: { value: 1, trial }, cost: 1 };
    const state = new TaskState(task);
    state.apply({ kind: "row", row: { trial, final: true } }, []);
    if (finished.includes(trial)) state.apply({ kind: "finished", elapsed_s: 1, backend: "simd" }, []);
    return state;
  });
  answer.summarised = finished.length;
  return answer;
}

/** @param {Answer} answer @param {{sweeping?: boolean, pinned?: Answer[]}} [with_] */
function captionOf(answer, { sweeping = false, pinned = [] } = {}) {
  const runner = { answer };
  const bench = {
    ...{ config, runner, pins: { answers: pinned } },
    modes: { name: "curve", other: sweeping ? { runner } : null },
    store: { get: () => ({ runtime: { backend: "simd" } }) },
  };
  return Object.assign(Object.create(Files.prototype), { bench }).caption;
}

test("a trial that ended before the first is named by its own seed", () => {
  assert.match(captionOf(answerOf([1])), /seed 6\. MNIST-1D Lab/);
  assert.match(captionOf(answerOf([0, 1])), /seeds 5 to 6\. MNIST-1D Lab/);
  assert.match(captionOf(answerOf([])), /none of 3 seeds finished\. MNIST-1D Lab/);
});

test("so is a sweep's, and a pinned curve's", () => {
  assert.match(captionOf(answerOf([0, 2], "task"), { sweeping: true }), /seeds 5, 7\. MNIST-1D Lab/);
  const pinned = [answerOf([1]), answerOf([0, 2])];
  const said = captionOf(answerOf([0]), { pinned });
  assert.match(said, / Pinned 1: [^.]*; seed 6\. Pinned 2: [^.]*; seeds 5, 7\.$/);
});
