import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeArray } from "../../../../app/js/state/record.js";
import { csvOf, fault, shapesOf, textOf, withPoints } from "../../../../app/js/views/data/shapes.js";

/** @param {Record<string, import("../../../../app/js/pool/protocol.js").PlainArray>} arrays */
function record(arrays) {
  return /** @type {import("../../../../app/js/pool/protocol.js").RunRecord} */ ({ arrays });
}

/** @param {number[]} values @param {number[]} shape */
const floats = (values, shape) =>
  encodeArray({ shape, dtype: "float64", bytes: new Uint8Array(new Float64Array(values).buffer) });

/** @param {number[]} values */
const ints = (values) =>
  encodeArray({
    shape: [values.length],
    dtype: "int32",
    bytes: new Uint8Array(new Int32Array(values).buffer),
  });

test("templates of a preview become heights around five, by label", () => {
  const shapes = shapesOf(
    record({ labels: ints([3, 7]), "x/template": floats([0, 0.5, -0.25, 0, 1 / 3, 0], [2, 3]) }),
  );
  assert.deepEqual([...shapes], [
    [3, [5, 8, 3.5]],
    [7, [5, 7, 5]],
  ]);
  assert.equal(shapesOf(record({})).size, 0);
});

test("text and CSV go by label, whatever was drawn first", () => {
  const shapes = new Map([
    [7, [1, 2.5]],
    [0, [3, 4]],
  ]);
  assert.equal(textOf(shapes), "0:3,4\n7:1,2.5");
  assert.equal(csvOf(shapes), "label,x0,x1\n0,3,4\n7,1,2.5\n");
});

test("a straight line is no template, and its class is named", () => {
  assert.equal(fault(new Map([[1, [5, 6]]])), "");
  assert.match(fault(new Map([[2, [5, 5, 5]]])), /^Template 2 is a straight line/);
});

test("a shape with other points keeps its ends and its course", () => {
  assert.deepEqual(withPoints([1, 2, 3], 3), [1, 2, 3]);
  assert.deepEqual(withPoints([0, 10], 5), [0, 2.5, 5, 7.5, 10]);
  assert.deepEqual(withPoints([0, 4, 0], 2), [0, 0]);
});
