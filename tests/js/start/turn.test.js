// Whose turn it is: what the page leaves until nobody is at it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leftAlone } from "../../../app/js/start/turn.js";

const QUIET_MS = 10;

/** A page with a hand at it, where so much is being computed. @param {{active: number}} runtime */
function pageWith(runtime) {
  const window = new EventTarget();
  Object.assign(globalThis, { window });
  const store = /** @type {import("../../../app/js/state/store.js").Store} */ (
    /** @type {unknown} */ ({ get: () => ({ runtime }) })
  );
  return { window, store };
}

test("a page is left alone once nobody has touched it for a while", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { window, store } = pageWith({ active: 0 });
  let over = false;
  const left = leftAlone(store, QUIET_MS).then(() => {
    over = true;
  });
  for (const type of ["pointermove", "keydown", "scroll"]) {
    t.mock.timers.tick(QUIET_MS - 1);
    window.dispatchEvent(new Event(type));
  }
  t.mock.timers.tick(QUIET_MS - 1);
  await Promise.resolve();
  assert.equal(over, false);
  t.mock.timers.tick(1);
  await left;
});

test("and nothing is being computed", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const runtime = { active: 1 };
  const { store } = pageWith(runtime);
  let over = false;
  const left = leftAlone(store, QUIET_MS).then(() => {
    over = true;
  });
  t.mock.timers.tick(QUIET_MS);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(over, false);
  runtime.active = 0;
  t.mock.timers.tick(QUIET_MS);
  await left;
  assert.equal(over, true);
});
