// What ended a task, in words, and whether its worker is of use afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isFatal, isWithoutMemory, textOf } from "../../../app/js/python/failure.js";

test("an error of Python's leaves the worker as it was", () => {
  const error = Object.assign(new Error("ParamError: no"), { type: "ParamError" });
  assert.equal(isFatal(error), false);
  assert.equal(isWithoutMemory(error, "ParamError"), false);
  assert.equal(textOf(error), "ParamError: no");
});

test("want of memory is known by Python's name for it and by the browser's", () => {
  assert.ok(isWithoutMemory(new Error("MemoryError"), "numpy._core._exceptions._ArrayMemoryError"));
  assert.ok(isWithoutMemory(new RangeError("Array buffer allocation failed"), "Error"));
  assert.equal(isWithoutMemory(new RangeError("Invalid count value: -1"), "Error"), false);
});

test("what Pyodide marks or says of itself, and what comes out of C, has broken it", () => {
  assert.ok(isFatal(Object.assign(new Error("unreachable"), { pyodide_fatal_error: true })));
  assert.ok(isFatal(new Error("Pyodide already fatally failed and can no longer be used.")));
  assert.ok(isFatal(new WebAssembly.RuntimeError("memory access out of bounds")));
  for (const thrown of [{}, { name: "ExitStatus", message: "exit(1)" }, 5281, undefined]) {
    assert.ok(isFatal(thrown), String(thrown));
    assert.doesNotMatch(textOf(thrown), /\[object/);
  }
  assert.equal(textOf({ name: "ExitStatus", message: "exit(1)" }), "exit(1)");
  assert.equal(textOf({}), "for no reason that it gave");
});
