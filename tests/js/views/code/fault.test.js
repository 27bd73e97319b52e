// Where an error of a visitor's file is said to be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOf } from "../../../../app/js/views/code/fault.js";

const SITE = "/lib/python3.14/site-packages/mnist1d_lab";

test("an error is at the innermost line of a changed file", () => {
  const traceback = `Traceback (most recent call last):
  File "${SITE}/bridge/__init__.py", line 9, in start
  File "${SITE}/nn/layers.py", line 12, in trace
  File "${SITE}/nn/layers.py", line 34, in backward
  File "${SITE}/ops/numpy.py", line 56, in matmul
ValueError: shapes differ:
(3, 2) and (2, 2)
`;
  assert.deepEqual(faultOf(traceback, ["nn/layers.py"]), {
    path: "nn/layers.py",
    line: 34,
    sentence: "nn/layers.py, line 34: ValueError: shapes differ:",
  });
});

test("a syntax error has its line, too", () => {
  const traceback = `Traceback (most recent call last):
  File "${SITE}/nn/build.py", line 3, in <module>
    from mnist1d_lab.nn.layers import Linear
  File "${SITE}/nn/layers.py", line 7
    def broken(:
               ^
SyntaxError: invalid syntax`;
  const { line, sentence } = faultOf(traceback, ["nn/layers.py"]);
  assert.equal(line, 7);
  assert.equal(sentence, "nn/layers.py, line 7: SyntaxError: invalid syntax");
});

test("an error elsewhere is said without a place", () => {
  const traceback = `  File "${SITE}/nn/layers.py", line 7\nmnist1d_lab.params.ParamError: no such model`;
  assert.deepEqual(faultOf(traceback, ["nn/other.py"]), {
    path: "",
    line: 0,
    sentence: "ParamError: no such model",
  });
  assert.equal(faultOf("StopIteration", []).sentence, "StopIteration.");
});
