// Time to go, rate and title of a run, against sums by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOf, rateOf, titleWith } from "../../../../app/js/views/shared/forecast.js";

/** @param {number} done @param {number} total @param {number | null} left */
const task = (done, total, left) => ({
  ...{ key: { trial: 0 }, note: "", done, total, left },
  finished: done === total,
});

/** @param {Partial<import("../../../../app/js/views/shared/forecast.js").Progress>} patch */
const run = (patch) => ({
  ...{ phase: /** @type {const} */ ("running"), done: 0, total: 100, elapsed: 0 },
  ...{ tasks: [], waiting: false },
  ...patch,
});

test("without tasks of its own a run goes on as it has", () => {
  assert.equal(leftOf(run({ done: 25, elapsed: 10 }), 2), 30);
  assert.equal(leftOf(run({ elapsed: 10 }), 2), null);
});

test("tasks follow on the workers that are free first, at the rate of those that are begun", () => {
  // Two go on, for 2 and 6 seconds, at a unit in a tenth of a second; two wait, of 40 units each.
  const tasks = [task(20, 40, 2), task(20, 80, 6), task(0, 40, null), task(0, 40, null)];
  const going = run({ tasks, done: 40, total: 200, elapsed: 4 });
  assert.equal(leftOf(going, 2), 10); // 2 + 4 on one, 6 + 4 on the other
  assert.equal(leftOf(going, 1), 16);
  assert.equal(leftOf(going, 4), 6);
});

test("the last of two tasks has one worker only, whatever the two did together", () => {
  const tasks = [task(100, 100, null), task(50, 100, 5)];
  assert.equal(leftOf(run({ tasks, done: 150, total: 200, elapsed: 5 }), 2), 5);
});

test("a rate is said by the second, the minute or the hour", () => {
  assert.equal(rateOf(run({ done: 50, elapsed: 20 })), "2.5\u00a0% a second");
  assert.equal(rateOf(run({ done: 10, elapsed: 120 })), "5.0\u00a0% a minute");
  assert.equal(rateOf(run({ done: 1, elapsed: 900 })), "4.0\u00a0% an hour");
  assert.equal(rateOf(run({})), "");
});

test("the title names the run that ends last, and is the page's own without one", () => {
  const short = run({ done: 50, elapsed: 3 });
  const long = run({ done: 10, elapsed: 40 });
  assert.equal(titleWith("Tickets", [], 2), "Tickets");
  assert.equal(titleWith("Tickets", [short], 2), "50 %, 3 s to go · Tickets");
  assert.equal(titleWith("Tickets", [short, long], 2), "10 %, 6 min to go · Tickets");
  assert.equal(titleWith("Tickets", [run({ phase: "planning" })], 2), "0 % · Tickets");
  assert.equal(
    titleWith("Tickets", [run({ phase: "paused", done: 41 })], 2),
    "Paused at 41 % · Tickets",
  );
  for (const phase of /** @type {const} */ (["finished", "stopped", "failed", "recorded"])) {
    assert.equal(titleWith("Tickets", [run({ phase, done: 100, elapsed: 9 })], 2), "Tickets");
  }
});
