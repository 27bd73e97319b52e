import assert from "node:assert/strict";
import { test } from "node:test";
import { check, checkAll, ParamError, parse, write } from "../../../app/js/state/schema.js";
import { LEVELS, MODEL, MODELS, NOISE, SHUFFLE, STEPS } from "../schemas.js";

/** @param {() => unknown} act @param {string} message */
function refuses(act, message) {
  assert.throws(act, (error) => error instanceof ParamError && error.message === message);
}

test("values inside their range pass unchanged, the ends included", () => {
  for (const value of [0, 0.3, 2]) assert.equal(check(NOISE, value), value);
  assert.deepEqual(check(LEVELS, [0, 1]), [0, 1]);
  assert.equal(check(SHUFFLE, true), true);
});

test("a refusal names the parameter, its range and what it got", () => {
  refuses(() => check(NOISE, 2.01), "noise must be a number from 0 to 2; got 2.01.");
  refuses(() => check(STEPS, 1.5), "steps must be a whole number from 1 to 20000; got 1.5.");
  refuses(() => check(MODEL, "gru"), 'model must be one of linear, mlp; got "gru".');
});

test("values of the wrong type are refused", () => {
  for (const bad of ["1", null, true, Number.NaN, Number.POSITIVE_INFINITY, [1]]) {
    assert.throws(() => check(NOISE, bad), ParamError);
  }
  assert.throws(() => check(SHUFFLE, 1), ParamError);
  assert.throws(() => check(LEVELS, 0.5), ParamError);
});

test("lists are checked for their length, their items and repeated choices", () => {
  assert.throws(() => check(LEVELS, []), ParamError);
  assert.throws(() => check(LEVELS, [0, 0.1, 0.2, 0.3]), ParamError);
  assert.throws(() => check(LEVELS, [0, 1.1]), ParamError);
  assert.throws(() => check(MODELS, ["mlp", "mlp"]), ParamError);
  for (const falling of [[0.5, 0.4], [0, 0], [0.2, 0.5, 0.5]]) {
    assert.throws(() => check(LEVELS, falling), ParamError);
  }
});

test("what write gives, parse reads back", () => {
  /** @type {[import("../schemas.js").Schema, import("../../../app/js/state/schema.js").Value][]} */
  const pairs = [
    [NOISE, 0.07],
    [STEPS, 1501],
    [MODEL, "linear"],
    [MODELS, ["mlp", "linear"]],
    [LEVELS, [0, 0.4, 0.919]],
    [SHUFFLE, true],
  ];
  for (const [schema, value] of pairs) assert.deepEqual(parse(schema, write(value)), value);
});

test("texts that are no numbers are refused, an empty one too", () => {
  for (const bad of ["", " ", "two", "1e", "0x", "1 2"]) {
    assert.throws(() => parse(NOISE, bad), ParamError, bad);
  }
});

test("an unknown parameter is refused with the nearest known one", () => {
  assert.throws(() => checkAll([NOISE, STEPS], { step: 3 }, "lottery"), {
    message: "step is not a parameter of lottery. Did you mean steps? It takes noise, steps.",
  });
});

test("what is not given stands at its default", () => {
  assert.deepEqual(checkAll([NOISE, STEPS], { steps: 5 }, "x"), { noise: 0.25, steps: 5 });
});
