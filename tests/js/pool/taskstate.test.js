import assert from "node:assert/strict";
import { test } from "node:test";
import { TaskState } from "../../../app/js/pool/taskstate.js";

const TASK = { id: "a", experiment: "lottery", params: {}, key: {}, cost: 100 };

/** @param {TaskState} state @param {number} step */
function row(state, step) {
  state.apply({ kind: "row", row: { step } }, []);
}

/** Two rows and an array, a checkpoint, and then more that a lost worker takes with it. */
function interrupted() {
  const state = new TaskState(TASK);
  row(state, 1);
  row(state, 2);
  const buffers = [new Uint8Array([7]), new Uint8Array([1, 2])];
  state.apply({ kind: "array", name: "mask", shape: [2], dtype: "uint8", buffer: 1 }, buffers);
  state.apply({ kind: "progress", done: 40, total: 100, note: "", unit: "steps" }, []);
  state.apply({ kind: "checkpoint", buffer: 0 }, buffers);
  row(state, 3);
  state.apply({ kind: "array", name: "later", shape: [1], dtype: "uint8", buffer: 0 }, buffers);
  state.apply({ kind: "notice", message: "later" }, []);
  state.apply({ kind: "progress", done: 60, total: 100, note: "", unit: "steps" }, []);
  return state;
}

test("the time to go follows the rate since a worker has been at it", () => {
  const state = new TaskState(TASK);
  assert.equal(state.leftAt(5), null);
  state.heard(5);
  state.heard(6);
  state.apply({ kind: "progress", done: 25, total: 100, note: "", unit: "steps" }, []);
  assert.equal(state.leftAt(10), 15);
  state.rewind();
  assert.equal(state.leftAt(11), null);
});

test("rewinding forgets exactly what came after the checkpoint", () => {
  const state = interrupted();
  state.rewind();
  assert.deepEqual(state.rows, [{ step: 1 }, { step: 2 }]);
  assert.deepEqual([...state.arrays.keys()], ["mask"]);
  assert.deepEqual(state.notices, []);
  assert.equal(state.done, 40);
  assert.deepEqual(state.checkpoint, new Uint8Array([7]));
});

test("without a checkpoint a task begins again from nothing", () => {
  const state = new TaskState(TASK);
  row(state, 1);
  state.rewind();
  assert.deepEqual(state.rows, []);
  assert.equal(state.checkpoint, null);
});

test("what is saved is the state at the checkpoint, and comes back whole", () => {
  const saved = interrupted().toSaved();
  assert.deepEqual(saved.rows, [{ step: 1 }, { step: 2 }]);
  const back = TaskState.fromSaved(structuredClone(saved));
  assert.deepEqual(back.toSaved(), saved);
  row(back, 3);
  back.rewind();
  assert.equal(back.rows.length, 2);
});

test("a finished task keeps everything and needs no checkpoint", () => {
  const state = interrupted();
  state.apply({ kind: "finished", elapsed_s: 1.5, backend: "numpy" }, []);
  state.rewind();
  assert.equal(state.rows.length, 3);
  assert.equal(state.done, state.total);
  assert.equal(state.toSaved().checkpoint, null);
  assert.equal(state.toSaved().elapsed, 1.5);
});
