// Notebooks: what Python reads of the settings, and the format's own rules.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { notebookOf, python } from "../../../app/js/state/notebook.js";

const TOLD = {
  experiment: "lottery",
  title: "Lottery tickets",
  params: { seed: 3 },
  caption: "Data: published data, seed 42.",
  link: "https://example.org/lab/#/tickets",
  wheel: "https://example.org/lab/app-0/mnist1d_lab-0.1.0-py3-none-any.whl",
  version: "0.1.0",
};

test("Python reads back what was written, whatever is in it", () => {
  const values = [
    0.1, -3, 1e-7, 1e21, true, false, null, "a 'quote' and a \"double\" one", "é\u2028\u2029\n\t\\ 😀",
    [0, 0.5, "x", [true]], { seed: 3, code: "def score():\n    return 1", sparsities: [0, 0.9] },
  ];
  for (const value of values) {
    const script = `import json\nprint(json.dumps(${python(value)}))`;
    const read = execFileSync("python3", ["-c", script], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(read), value);
  }
});

test("a run that has not come to its end is not compared", () => {
  const ids = (/** @type {string} */ text) => JSON.parse(text).cells.map((/** @type {{id: string}} */ cell) => cell.id);
  assert.deepEqual(ids(notebookOf(TOLD)), ["title", "install", "run", "table", "figure"]);
  assert.deepEqual(ids(notebookOf({ ...TOLD, hash: "ab" })).at(-1), "same");
});

test("lines of a cell end as the format has it", () => {
  const { cells } = JSON.parse(notebookOf({ ...TOLD, params: { criterion_code: "a\nb" } }));
  for (const { source } of cells) {
    for (const line of source.slice(0, -1)) assert.match(line, /^[^\n]*\n$/);
    assert.doesNotMatch(source.at(-1), /\n/);
  }
});
