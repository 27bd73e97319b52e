import assert from "node:assert/strict";
import { test } from "node:test";
import { decades } from "../../../app/js/charts/scatter.js";
import { markPath } from "../../../app/js/charts/svg.js";
import { KINDS } from "../../../app/js/views/models/kinds.js";

test("decades reach round powers of ten and leave out what has no logarithm", () => {
  assert.deepEqual(decades([0.002, 3, 0, -5, Number.NaN]), [-3, 1]);
  assert.deepEqual(decades([]), [-1, 0]);
  assert.deepEqual(decades([1]), [0, 1]);
});

test("every model has a mark, a dash and a name of its own", () => {
  for (const what of /** @type {const} */ (["mark", "dash", "label", "id"])) {
    assert.equal(new Set(KINDS.map((kind) => kind[what])).size, KINDS.length, what);
  }
  const outlines = KINDS.map(({ mark }) => markPath(mark, 0, 0, 4));
  assert.equal(new Set(outlines).size, KINDS.length);
  for (const outline of outlines) assert.match(outline, /^M.*Z$/);
});
