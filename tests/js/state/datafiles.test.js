import assert from "node:assert/strict";
import { test } from "node:test";
import { isWholeFile } from "../../../app/js/state/datafiles.js";

const WHOLE = {
  name: "mine-1a2b3c4d.csv",
  shown: "mine.csv",
  reading: "",
  parts: [{ name: "mine.csv", size: 3 }],
  size: 3,
  at: 1,
};

test("what is stored of a file is read only if it is whole", () => {
  assert.ok(isWholeFile(WHOLE));
  const broken = { name: 3, reading: null, parts: [{ size: 3 }], size: "3", at: Number.NaN };
  for (const [name, value] of Object.entries(broken)) {
    const damaged = /** @type {any} */ ({ ...WHOLE, [name]: value });
    assert.equal(isWholeFile(damaged), false, name);
  }
});
