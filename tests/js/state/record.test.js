import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeArray, encodeArray, numbers, toCsv } from "../../../app/js/state/record.js";

test("arrays survive the way to base64 and back", () => {
  const values = new Float64Array([0, -1.5, 1e300, Number.MIN_VALUE]);
  const array = { shape: [4], dtype: "float64", bytes: new Uint8Array(values.buffer) };
  const back = decodeArray(encodeArray(array));
  assert.deepEqual(numbers(back), [...values]);
  assert.deepEqual(back.shape, [4]);
});

test("a large array is encoded in pieces without loss", () => {
  const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
  assert.deepEqual(decodeArray(encodeArray({ shape: [50_000], dtype: "uint8", bytes })).bytes, bytes);
});

test("numbers of a view that begins at an odd byte are read right", () => {
  const bytes = new Uint8Array(9);
  bytes.set(new Uint8Array(new Float64Array([2.5]).buffer), 1);
  assert.deepEqual(numbers({ shape: [1], dtype: "float64", bytes: bytes.subarray(1) }), [2.5]);
});

test("an unknown type of array is named", () => {
  const array = { shape: [1], dtype: "complex64", bytes: new Uint8Array(8) };
  assert.throws(() => numbers(array), /complex64/);
});

test("CSV has every column that any row has, and quotes what needs it", () => {
  const csv = toCsv([
    { a: 1, b: 'say "x", y' },
    { a: null, c: true },
  ]);
  assert.equal(csv, 'a,b,c\n1,"say ""x"", y",\n,,true\n');
});
