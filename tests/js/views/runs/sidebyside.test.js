import assert from "node:assert/strict";
import { test } from "node:test";

import {
  differencesOf,
  meansOf,
  panelsOf,
  sentenceOf,
} from "../../../../app/js/views/runs/sidebyside.js";

/** @typedef {import("../../../../app/js/views/runs/sidebyside.js").SideBySide} SideBySide */

const FIGURE = {
  x: { column: "removed", label: "Share removed" },
  y: { column: "test_acc", label: "Test accuracy, %" },
  series: ["arm"],
  final: true,
  log: false,
};

/** @param {number} run @param {string} arm @param {number} at @param {number} mean @param {object} [more] */
const row = (run, arm, at, mean, more = {}) => ({
  ...{ run, series: [arm], at, mean, n: 3, standard_error: 1, low: mean - 9, high: mean + 9 },
  ...more,
});

const FOUND = /** @type {SideBySide} */ ({
  figure: FIGURE,
  means: [
    row(0, "random", 0.9, 40),
    row(0, "random", 0.5, 95),
    row(1, "random", 0.5, 60),
    row(1, "lottery", 0.5, 70, { n: 1, low: null, high: null }),
  ],
  differences: [
    { ...row(1, "random", 0.5, -35), what: "run_1_minus_first", p: 0.01, p_holm: 0.02 },
    { ...row(1, "lottery", 0.5, 4), what: "run_1_minus_first", p: 0.5, p_holm: 0.5 },
  ],
});

test("a panel for each line, its places in order, its intervals within what an accuracy can be", () => {
  const panels = panelsOf(FOUND);
  assert.equal(panels.length, 2);
  const [random, ticket] = panels;
  assert.deepEqual(
    random?.runs.map(({ run, spots }) => [run, spots.map(({ at, low, high }) => [at, low, high])]),
    [
      [0, [[0.5, 86, 100], [0.9, 31, 49]]],
      [1, [[0.5, 51, 69]]],
    ],
  );
  assert.deepEqual(ticket?.runs[0]?.spots[0], { at: 0.5, mean: 70, low: 70, high: 70, count: 1 });
});

test("the sentence names the largest difference and how many hold", () => {
  const told = sentenceOf(FOUND, ["1: usual", "2: noise"]);
  assert.match(told, /2: noise less 1: usual, paired by seed: the largest difference is -35 \(-44 to -26\)/);
  assert.match(told, /of 2 differences, 1 hold at 5 %/);
  const none = sentenceOf({ ...FOUND, differences: [] }, ["1: a", "2: b"]);
  assert.equal(none, "2: b shares no seed and place with 1: a: no differences are paired.");
});

test("tables have a line for each mean and each difference", () => {
  const [head, lines] = meansOf(FOUND, ["a", "b"]);
  assert.equal(lines.length, 4);
  assert.equal(lines[3]?.length, head.length);
  assert.equal(lines[3]?.[4], "one seed");
  const [dhead, dlines] = differencesOf(FOUND, ["a", "b"]);
  assert.equal(dlines[1]?.length, dhead.length);
  assert.equal(dlines[1]?.[3], "+4");
});
