// Arrays that travel as one come out as they were.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pack, unpack } from "../../../app/js/pool/packed.js";

for (const sizes of [[], [0], [3], [0, 5, 0, 1, 4096, 0]]) {
  test(`arrays of ${sizes.join(", ") || "no"} bytes`, () => {
    const arrays = sizes.map((size, k) => Uint8Array.from({ length: size }, (_, i) => 7 * k + i));
    const packed = structuredClone(pack(arrays));
    assert.deepEqual(unpack(packed), arrays);
  });
}
