// A record that travels in pieces arrives as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromPieces, toPieces } from "../../../app/js/pool/pieces.js";

/** @param {number} rows @param {number} arrays @param {number} characters in each array */
function recordOf(rows, arrays, characters) {
  const data = "A".repeat(characters);
  return /** @type {import("../../../app/js/pool/protocol.js").RunRecord} */ ({
    experiment: "lottery",
    params: { seed: 3 },
    seed: 3,
    version: "0",
    backend: "simd",
    elapsed_s: 1.5,
    notices: ["one"],
    summary: [{ what: "test_acc" }],
    rows: Array.from({ length: rows }, (_, step) => ({ step, arm: "lottery" })),
    arrays: Object.fromEntries(
      Array.from({ length: arrays }, (_, i) => [`a${i}`, { shape: [1], dtype: "uint8", data }]),
    ),
  });
}

for (const [rows, arrays, characters] of [[0, 0, 0], [1, 1, 4], [1500, 3, 0], [6401, 450, 40_000]]) {
  test(`${rows} rows and ${arrays} arrays`, () => {
    const record = recordOf(rows ?? 0, arrays ?? 0, characters ?? 0);
    const pieces = [...toPieces(record)];
    assert.deepEqual(fromPieces(structuredClone(pieces)), record);
    for (const piece of pieces) {
      assert.ok((piece.rows?.length ?? 0) <= 500);
      const sizes = Object.values(piece.arrays ?? {}).map(({ data }) => data.length);
      assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 1_000_000 + (characters ?? 0));
    }
  });
}
