// Storage that is damaged: nothing of it is offered, and nothing of it reaches a run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isTime, isWholeArray, isWholeHead, isWholeTask } from "../../../app/js/state/wholesaved.js";

const HEAD = { id: "a", owner: "b", experiment: "lottery", version: "1", backend: "", params: {}, order: ["t"], done: 1, total: 2, finished: false, elapsed: 1, at: 1e12, size: 3 };
const TASK = { task: { id: "t", experiment: "lottery", params: {}, key: {}, cost: 1 }, rows: [{ step: 1 }], arrays: {}, notices: [], checkpoint: new Uint8Array(2), done: 1, total: 2, finished: false, elapsed: 0, backend: "" };
const ARRAY = { shape: [2], dtype: "uint8", bytes: new Uint8Array(2) };
const WRONG = [undefined, null, 5, -1, Number.NaN, "x", [1], [null], { a: 1 }, 1e300];

/** How often each part may be something else. @type {[any, (value: any) => boolean, Record<string, unknown[]>][]} */
const KINDS = [
  [HEAD, isWholeHead, { id: ["x"], owner: ["x"], experiment: ["x"], params: [{ a: 1 }], asked: [undefined, { a: 1 }], order: [], done: [5, 1e300], total: [5, 1e300], size: [5, 1e300], at: [5, -1] }],
  [TASK, isWholeTask, { task: [], rows: [], notices: [], checkpoint: [null], done: [5, 1e300], total: [5, 1e300], elapsed: [5, 1e300] }],
  [ARRAY, isWholeArray, { shape: [], dtype: ["x"], bytes: [] }],
];

test("what was written is whole, and any part of another type is not", () => {
  for (const [good, isWhole, allowed] of KINDS) {
    assert.equal(isWhole(structuredClone(good)), true);
    for (const wrong of WRONG) assert.equal(isWhole(wrong), false);
    for (const [name, others] of Object.entries(allowed)) {
      for (const value of WRONG) {
        const fits = others.some((other) => JSON.stringify(other) === JSON.stringify(value) && typeof other === typeof value);
        const like = name === "shape" && JSON.stringify(value) === "[1]";
        assert.equal(isWhole({ ...good, [name]: value }), fits || like, `${name}: ${JSON.stringify(value)}`);
      }
    }
  }
});

test("a time that no calendar has is none", () => {
  assert.deepEqual([0, 1e12, 8.64e15, 8.65e15, Number.NaN, Infinity, "5", null].map(isTime), [true, true, true, false, false, false, false, false]);
});
