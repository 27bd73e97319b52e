import assert from "node:assert/strict";
import { test } from "node:test";
import { markPath } from "../../../app/js/pictures/svg.js";
import { KINDS } from "../../../app/js/views/models/kinds.js";

test("every model has a mark, a dash and a name of its own", () => {
  for (const what of /** @type {const} */ (["mark", "dash", "label", "id"])) {
    assert.equal(new Set(KINDS.map((kind) => kind[what])).size, KINDS.length, what);
  }
  const outlines = KINDS.map(({ mark }) => markPath(mark, 0, 0, 4));
  assert.equal(new Set(outlines).size, KINDS.length);
  for (const outline of outlines) assert.match(outline, /^M.*Z$/);
});
