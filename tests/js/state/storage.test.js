// Small things kept by the browser, and what holds where it keeps nothing.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { dropText, keepText, readText } from "../../../app/js/state/storage.js";

/** @param {boolean} full */
function storage(full) {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem(/** @type {string} */ key, /** @type {string} */ text) {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
    removeItem: (/** @type {string} */ key) => kept.delete(key),
  };
}

/** @param {() => unknown} get */
function provide(get) {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(globalThis, name, { get, configurable: true });
  }
}

afterEach(() => {
  for (const where of /** @type {const} */ (["browser", "tab"])) dropText(where, "a");
});

test("what is kept is found again", () => {
  const one = storage(false);
  provide(() => one);
  assert.equal(readText("browser", "a"), null);
  assert.equal(keepText("browser", "a", "1"), true);
  assert.equal(readText("browser", "a"), "1");
  dropText("browser", "a");
  assert.equal(readText("browser", "a"), null);
});

for (const [what, get] of /** @type {[string, () => unknown][]} */ ([
  ["forbidden", () => {
    throw new DOMException("forbidden", "SecurityError");
  }],
  ["full", () => storage(true)],
])) {
  test(`where it is ${what} it holds for the visit, and says so`, () => {
    provide(get);
    assert.equal(keepText("tab", "a", "1"), false);
    assert.equal(readText("tab", "a"), "1");
    assert.equal(readText("browser", "a"), null);
    dropText("tab", "a");
    assert.equal(readText("tab", "a"), null);
  });
}
