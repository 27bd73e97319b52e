// The first paint is waited for, but not for ever.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { firstPaint } from "../../../app/js/start/firstpaint.js";

mock.timers.enable({ apis: ["setTimeout"] });
const settled = () => new Promise((resolve) => setImmediate(resolve));
/** @type {((names: string[]) => void) | null} */
let tell = null;
class PerformanceObserver {
  /** @param {(seen: {getEntriesByName: (name: string) => string[]}) => void} hear */
  constructor(hear) {
    tell = (names) => hear({ getEntriesByName: (name) => names.filter((it) => it === name) });
  }
  observe() {}
  disconnect() {
    tell = null;
  }
}
const document = { hidden: false };
Object.assign(globalThis, { PerformanceObserver, document });

/** @param {(step: () => Promise<boolean>) => Promise<void>} play is given whether it is over by then */
async function waiting(play) {
  let over = false;
  void firstPaint().then(() => {
    over = true;
  });
  await play(async () => {
    await settled();
    return over;
  });
  assert.equal(tell, null);
}

test("it is over with the first paint of any content", async () => {
  await waiting(async (over) => {
    tell?.(["first-paint"]);
    assert.equal(await over(), false);
    tell?.(["first-paint", "first-contentful-paint"]);
    assert.equal(await over(), true);
  });
});

test("a browser that does not tell is waited for a second", async () => {
  await waiting(async (over) => {
    mock.timers.tick(999);
    assert.equal(await over(), false);
    mock.timers.tick(1);
    assert.equal(await over(), true);
  });
});

test("a tab in the background, which paints nothing, is not waited for", async () => {
  document.hidden = true;
  await waiting(async (over) => {
    mock.timers.tick(0);
    assert.equal(await over(), true);
  });
});
