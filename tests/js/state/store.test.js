import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../../app/js/state/store.js";
import { SCOPES } from "../schemas.js";

test("a good value is set and told, the state before is left as it was", () => {
  const store = createStore(SCOPES);
  const before = store.get();
  /** @type {unknown[]} */
  const told = [];
  store.subscribe((state, old) => told.push([state.params.data?.noise, old === before]));
  store.dispatch({ type: "set", scope: "data", name: "noise", value: 0.5 });
  assert.deepEqual(told, [[0.5, true]]);
  assert.equal(before.params.data?.noise, 0.25);
});

test("a bad value changes nothing and tells no one", () => {
  const store = createStore(SCOPES);
  const before = store.get();
  store.subscribe(() => assert.fail("told of a change that was refused"));
  assert.throws(() => store.dispatch({ type: "set", scope: "data", name: "noise", value: -1 }));
  assert.equal(store.get(), before);
});

test("reset brings a scope, and only that one, to its defaults", () => {
  const store = createStore(SCOPES);
  store.dispatch({ type: "set", scope: "data", name: "noise", value: 1 });
  store.dispatch({ type: "setMany", scope: "lottery", values: { steps: 9, model: "linear" } });
  store.dispatch({ type: "reset", scope: "lottery" });
  assert.equal(store.get().params.lottery?.steps, 600);
  assert.equal(store.get().params.data?.noise, 1);
});

test("computing runs are counted", () => {
  const store = createStore(SCOPES);
  for (const change of /** @type {const} */ ([1, 1, -1])) store.dispatch({ type: "active", change });
  assert.equal(store.get().runtime.active, 1);
});

test("a listener that throws is reported and stops no other", () => {
  /** @type {unknown[]} */
  const reported = [];
  const store = createStore(SCOPES, (error) => reported.push(error));
  const fault = new Error("a broken listener");
  /** @type {string[]} */
  const told = [];
  store.subscribe(() => told.push("first"));
  store.subscribe(() => {
    throw fault;
  });
  store.subscribe(() => told.push("last"));
  store.dispatch({ type: "set", scope: "data", name: "noise", value: 0.5 });
  assert.deepEqual(told, ["first", "last"]);
  assert.deepEqual(reported, [fault]);
});
