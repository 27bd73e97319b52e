import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forget, keep, keptOf, readKept } from "../../../../app/js/views/lessons/memory.js";

/** @type {Map<string, string>} */
const stored = new Map();
const storage = {
  getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => void stored.set(key, value),
};
const KEY = "mnist1d-lab-lessons";

beforeEach(() => {
  stored.clear();
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
});

test("a lesson that nobody has begun is at its first step", () => {
  assert.deepEqual(keptOf("a-ticket"), { step: 1, done: false, guesses: {}, answers: {} });
});

test("where one was, and what one predicted, is kept by lesson", () => {
  keep("a-ticket", { step: 3 });
  keep("a-ticket", { guesses: { 3: [60, 50] } });
  keep("another-one", { step: 2, done: true });
  assert.deepEqual(keptOf("a-ticket"), {
    step: 3,
    done: false,
    guesses: { 3: [60, 50] },
    answers: {},
  });
  assert.equal(keptOf("another-one").done, true);
});

test("what a hand has written is left out, lesson by lesson", () => {
  const good = { step: 2, done: false, guesses: {}, answers: {} };
  for (const bad of [null, 3, "x", { step: 0, guesses: {} }, { step: 1.5, guesses: {} }, { step: 2 }]) {
    stored.set(KEY, JSON.stringify({ bad, good }));
    assert.deepEqual(readKept(), { good });
  }
  stored.set(KEY, "{");
  assert.deepEqual(readKept(), {});
});

test("answers that cannot be ones are left out; those of an older version are none", () => {
  const good = { of: "x", turned: false, found: { lead: { mean: 1 } } };
  const bare = { step: 2, done: false, guesses: { 1: 0 } };
  stored.set(KEY, JSON.stringify({ a: { ...bare, answers: { 1: good, 2: 3, 3: null, 4: {} } } }));
  assert.deepEqual(keptOf("a").answers, { 1: good });
  for (const answers of [undefined, null, 3]) {
    stored.set(KEY, JSON.stringify({ a: { ...bare, answers } }));
    assert.deepEqual(keptOf("a"), { ...bare, answers: {} });
  }
});

test("who begins again has predicted and measured nothing, in this lesson", () => {
  keep("a-ticket", { step: 3, guesses: { 3: 1 } });
  keep("another-one", { step: 2, guesses: { 2: 1 } });
  forget("a-ticket");
  forget("a-third");
  assert.equal(keptOf("a-ticket").step, 1);
  assert.equal(keptOf("another-one").step, 2);
});

test("without storage it holds until the page is left", () => {
  Object.defineProperty(globalThis, "localStorage", {
    get: () => {
      throw new Error("blocked");
    },
    configurable: true,
  });
  keep("a-ticket", { step: 3 });
  assert.equal(keptOf("a-ticket").step, 3);
});
