import assert from "node:assert/strict";
import { test } from "node:test";
import { quote, shortened } from "../../../app/js/state/quote.js";

test("what is short is said as it is", () => {
  assert.equal(quote("mlp"), '"mlp"');
  assert.equal(quote([1, 2]), "[1,2]");
  assert.equal(quote(undefined), "undefined");
  assert.equal(quote(null), "null");
  assert.equal(shortened("noise"), "noise");
});

test("nothing is said back at length, whatever it is", () => {
  const far = { a: "b".repeat(5_000_000) };
  for (const value of ["x".repeat(5_000_000), far, Array(1000).fill(7)]) {
    assert.ok(quote(value).length <= 80);
  }
});

test("what JSON cannot write is still said", () => {
  /** @type {Record<string, unknown>} */
  const circle = {};
  circle.self = circle;
  assert.equal(quote(circle), '{"self":{"self":{"self":{"self":…}}}}');
  assert.equal(quote(10n), "a value of type bigint");
  assert.equal(quote(Symbol("mine")), "a value of type symbol");
  assert.equal(quote(() => {}), "a value of type function");
  assert.equal(quote(new Map()), "a value of type object");
  assert.equal(quote(Number.NaN), "NaN");
  assert.equal(quote({ get mine() { throw new Error("no"); } }), "a value of type object");
});
