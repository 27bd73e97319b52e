import assert from "node:assert/strict";
import { test } from "node:test";
import { storedShare } from "../../../../app/js/views/shared/keeper.js";

/** @param {{done: number, total: number, finished: boolean}} head */
const share = (head) =>
  storedShare(/** @type {import("../../../../app/js/state/saved.js").SavedHead} */ (head));

test("all of a run is stored once its end is, not with its last step", () => {
  assert.equal(share({ done: 0, total: 0, finished: false }), 0);
  assert.equal(share({ done: 30, total: 120, finished: false }), 0.25);
  assert.ok(share({ done: 120, total: 120, finished: false }) < 1);
  assert.equal(share({ done: 120, total: 120, finished: true }), 1);
});
