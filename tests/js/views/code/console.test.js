// The console's history, and what it says that an allowance opens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../../../app/js/views/code/history.js";
import { opened } from "../../../../app/js/views/code/openings.js";

test("arrow keys go through what was typed, and back to what is being written", () => {
  const history = new History();
  assert.equal(history.step(-1, "x"), null);
  for (const text of ["a", "b", "b"]) history.add(text);
  assert.equal(history.step(-1, "half"), "b");
  assert.equal(history.step(-1, "b"), "a");
  assert.equal(history.step(-1, "a"), null);
  assert.equal(history.step(1, "a"), "b");
  assert.equal(history.step(1, "b"), "half");
  assert.equal(history.step(1, "half"), null);
});

test("what is opened is what the worker's policy leaves open", () => {
  const own = opened("default-src 'none'; connect-src 'self' blob:", "lab.example");
  assert.match(own, /requests to lab\.example/);
  assert.match(own, /forbids every other/);
  for (const policy of ["", "default-src 'self'", "connect-src *", "connect-src 'self' https:"]) {
    assert.match(opened(policy, "lab.example"), /every address/);
  }
});
