// Limits of time against a clock that goes on while the page is held.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { patience } from "../../../app/js/state/patience.js";

let now = 0;
let over = 0;

beforeEach(() => {
  [now, over] = [0, 0];
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** @param {number} ms @param {number} slept besides, while the page did not run */
function pass(ms, slept = 0) {
  now += ms + slept;
  mock.timers.tick(ms);
}

test("it is over after its time, and only once", () => {
  patience(500, () => over++);
  pass(499);
  assert.equal(over, 0);
  pass(1);
  pass(5000);
  assert.equal(over, 1);
});

test("who is heard of in time is not given up", () => {
  const heard = patience(500, () => over++);
  pass(400);
  heard();
  pass(5000);
  assert.equal(over, 0);
});

test("time that was slept through does not count", () => {
  const heard = patience(500, () => over++);
  pass(500, 3_600_000);
  assert.equal(over, 0, "it has the time anew");
  pass(400);
  heard();
  pass(5000);
  assert.equal(over, 0);
  patience(500, () => over++);
  pass(500, 3_600_000);
  pass(500, 20);
  assert.equal(over, 1, "a little late is not asleep");
});
