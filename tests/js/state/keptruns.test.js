import assert from "node:assert/strict";
import { test } from "node:test";

import { isSame, toMakeRoom } from "../../../app/js/state/keptruns.js";

/** @typedef {import("../../../app/js/state/keptruns.js").KeptRun} KeptRun */

/** @param {Partial<KeptRun>} own @returns {KeptRun} */
const run = (own) => ({
  id: "a",
  at: 1,
  experiment: "lottery",
  panel: "lottery",
  params: { seed: 0, trials: 2 },
  version: "1",
  backend: "simd",
  elapsed: 1,
  hash: "00ff",
  rows: 3,
  origin: "",
  altered: false,
  size: 10,
  packed: true,
  name: "",
  pinned: false,
  ...own,
});

/** @param {KeptRun[]} runs @param {number} room */
const leaving = (runs, room) => toMakeRoom(runs, room).map(({ id }) => id);

test("the oldest go first, as many as have to, and what is pinned stays", () => {
  const runs = [
    run({ id: "new", at: 9 }),
    run({ id: "old", at: 2 }),
    run({ id: "oldest, pinned", at: 1, pinned: true }),
    run({ id: "middle", at: 5 }),
  ];
  assert.deepEqual(leaving(runs, 40), []);
  assert.deepEqual(leaving(runs, 39), ["old"]);
  assert.deepEqual(leaving(runs, 20), ["old", "middle"]);
  assert.deepEqual(leaving(runs, 10), ["old", "middle", "new"]);
  assert.throws(() => toMakeRoom(runs, 9), /pinned leaves no room/);
});

test("a run is another's repetition only with the same settings, program and findings", () => {
  const one = run({});
  assert.ok(isSame(one, run({ id: "b", at: 7, name: "mine", params: { trials: 2, seed: 0 } })));
  for (const other of [
    { hash: "00fe" },
    { backend: "numpy" },
    { version: "2" },
    { params: { seed: 1, trials: 2 } },
    { experiment: "bench" },
    { altered: true },
  ]) {
    assert.ok(!isSame(one, run(other)), JSON.stringify(other));
  }
});
