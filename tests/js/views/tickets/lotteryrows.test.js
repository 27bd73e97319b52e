import assert from "node:assert/strict";
import { test } from "node:test";
import { finals, meanAtChosen, sparsities, underway, wholeSize, withDense } from "../../../../app/js/views/tickets/lotteryrows.js";

/** @param {string} arm @param {number} trial @param {number} level @param {number} test_acc @param {boolean} [final] */
function row(arm, trial, level, test_acc, final = true) {
  return { arm, trial, level, sparsity: level * 0.4, test_acc, final, survivors: 100 - 40 * level };
}

const ROWS = [
  row("dense", 0, 0, 60),
  row("lottery", 0, 1, 55, false),
  row("lottery", 0, 1, 64),
  row("lottery", 0, 2, 50, false),
  row("dense", 1, 0, 62),
  row("lottery", 1, 1, 66),
  row("random", 0, 1, 58),
];

test("only final measurements count, and trials are averaged", () => {
  assert.deepEqual(
    finals(ROWS, "lottery").map(({ level, values, mean }) => [level, values, mean]),
    [[1, [64, 66], 65]],
  );
  assert.equal(finals(ROWS, "dense")[0]?.mean, 61);
});

test("a pruned arm begins at the dense network, once it has a level of its own", () => {
  assert.deepEqual(withDense(ROWS, "random").map((level) => level.mean), [61, 58]);
  assert.deepEqual(withDense([row("dense", 0, 0, 60)], "lottery"), []);
});

test("a level that is still training shows its newest measurement", () => {
  assert.deepEqual(underway(ROWS, "lottery"), [[0.8, 50]]);
  assert.deepEqual(underway(ROWS, "dense"), []);
});

test("levels and size are read from the rows", () => {
  assert.deepEqual(sparsities(ROWS), [0, 0.4, 0.8]);
  assert.equal(wholeSize(ROWS), 100);
});

test("the random arm may speak before the dense one: no level is missing", () => {
  const early = sparsities([{ arm: "random", level: 1, sparsity: 0.5 }]);
  assert.deepEqual(early.map((sparsity) => sparsity + 1), [1, 1.5]);
});

test("an arm's mean at the chosen levels counts every trial, or there is none", () => {
  const rows = [...ROWS, row("lottery", 0, 2, 40), row("random", 1, 1, 57)];
  const chosen = [
    { trial: 0, level: 1 },
    { trial: 1, level: 1 },
  ];
  assert.equal(meanAtChosen(rows, chosen, "lottery"), 65, "not the last level's");
  assert.equal(meanAtChosen(rows, chosen, "random"), 57.5);
  assert.equal(meanAtChosen(rows, chosen, "dense"), 61);
  assert.equal(meanAtChosen(rows, [{ trial: 0, level: 0 }, { trial: 1, level: 1 }], "lottery"), 63);
  assert.equal(meanAtChosen(ROWS, chosen, "random"), null, "one trial has no random network there");
  assert.equal(meanAtChosen(ROWS, [], "lottery"), null);
});
