// A sweep among the runs of the page: progress while it runs, kept once, and not called running after.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../../../app/js/state/store.js";
import { followSweep } from "../../../../app/js/views/bench/finished.js";

test("a sweep tells each of its trainings once, and is kept once when it is done", () => {
  const store = createStore({});
  /** @type {string[]} */
  const told = [];
  store.subscribe(({ runs: { swept } }) => {
    if (swept) told.push(`${swept.phase} ${swept.done} of ${swept.total}`);
  });
  /** @type {unknown[]} */
  const kept = [];
  const answer = { count: 0, tasks: [1, 2], elapsed: 0 };
  /** @type {() => void} */
  let changed = () => {};
  const runner = /** @type {any} */ ({
    ...{ experiment: "bench_sweep", phase: "waiting", answer },
    subscribe: (/** @type {() => void} */ listener) => {
      changed = listener;
    },
  });
  const keep = async (/** @type {unknown[]} */ ...given) => void kept.push(given);
  followSweep({ store, keep }, runner, "swept");

  changed();
  for (const [phase, count] of /** @type {const} */ ([
    ["running", 0], ["running", 0], ["running", 1], ["paused", 1], ["running", 1], ["running", 2],
    ["done", 2], ["done", 2], ["waiting", 2],
  ])) {
    Object.assign(runner, { phase });
    answer.count = count;
    changed();
  }
  assert.deepEqual(told, [
    "running 0 of 2", "running 1 of 2", "stopped 1 of 2", "running 1 of 2", "running 2 of 2", "stopped 2 of 2",
  ]);
  assert.deepEqual(kept, [[answer, "bench_sweep", "swept"]]);
});
