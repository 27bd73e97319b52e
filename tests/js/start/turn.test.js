// Whose turn it is: what a phone's page leaves until Python has nothing to do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { restOfPython } from "../../../app/js/start/turn.js";

test("the rest of a phone's page waits until nothing is being computed", async () => {
  let active = 2;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const store = /** @type {import("../../../app/js/state/store.js").Store} */ (
    /** @type {unknown} */ ({
      get: () => ({ runtime: { active } }),
      subscribe: (/** @type {() => void} */ listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    })
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  let over = false;
  void restOfPython(store).then(() => {
    over = true;
  });
  for (active of [1, 0]) {
    await settled();
    assert.equal(over, false);
    for (const listener of listeners) listener();
  }
  await settled();
  assert.equal(over, true);
  assert.equal(listeners.size, 0);
});
