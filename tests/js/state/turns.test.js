import assert from "node:assert/strict";
import { test } from "node:test";

import { toMakeRoom } from "../../../app/js/state/keptruns.js";
import { byTurn, nextTurn } from "../../../app/js/state/turns.js";

/** @typedef {import("../../../app/js/state/keptruns.js").KeptRun} KeptRun */

test("what was written last is the newest, whatever the clock said", () => {
  /** @type {{id: string, at: number, turn?: number}[]} */
  const written = [
    { id: "b, of an earlier edition", at: 2000 },
    { id: "a, of an earlier edition", at: 1000 },
  ];
  for (const [id, at] of /** @type {const} */ ([
    ["c, the clock a year ahead", 9000],
    ["d, the clock set back", 500],
    ["e, set back again", 400],
  ])) {
    written.push({ id, at, turn: nextTurn(written) });
  }
  const order = written.toSorted(byTurn).map(({ id }) => id[0]);
  assert.deepEqual(order, ["a", "b", "c", "d", "e"]);
  const runs = written.map((it) => /** @type {KeptRun} */ ({ ...it, size: 10, pinned: false }));
  assert.deepEqual(
    toMakeRoom(runs, 20).map(({ id }) => id[0]),
    ["a", "b", "c"],
  );
});

test("the first of all has the first turn, and a turn is not used twice", () => {
  assert.equal(nextTurn([]), 1);
  assert.equal(nextTurn([{ at: 5, turn: 7 }, { at: 9, turn: 3 }, { at: 1 }]), 8);
});
