import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adjacencyOf,
  armSeries,
  armsIn,
  comeBack,
  layersIn,
  maskAt,
  notebookOf,
  placeOf,
  survivorsByInput,
  survivorsByUnit,
  trialLines,
} from "../../../../app/js/views/tickets/levels.js";
import { ARM_STYLES, cellStyle, styleOf } from "../../../../app/js/views/tickets/arms.js";
import { gridOf, withReach } from "../../../../app/js/views/tickets/grid.js";
import { lineOf, nameOf } from "../../../../app/js/views/tickets/tasks.js";
import { lateMs, secondsOf } from "../../../../app/js/views/tickets/estimate.js";
import { points, pValue, rangeOf, verdictOf, withRange } from "../../../../app/js/views/tickets/wording.js";

/** @param {string} arm @param {number} trial @param {number} level @param {number} acc @param {boolean} [final] */
const row = (arm, trial, level, acc, final = true) => ({
  arm,
  trial,
  level,
  sparsity: level / 2,
  test_acc: acc,
  final,
});

const ROWS = [
  row("dense", 0, 0, 60),
  row("lottery", 0, 1, 70),
  row("dense", 1, 0, 64),
  row("lottery", 1, 1, 66, false),
  row("lottery", 1, 1, 68),
];

test("a curve is the mean of its trials, its band their range, and dense begins it", () => {
  const series = armSeries(ROWS, styleOf("lottery"), true);
  assert.deepEqual(series.points, [
    [0, 62],
    [0.5, 69],
  ]);
  assert.deepEqual(series.band, [
    [0, 60, 64],
    [0.5, 68, 70],
  ]);
  assert.equal(series.trials?.length, 2);
});

test("dense is a level line from end to end", () => {
  const { points: line } = armSeries(ROWS, styleOf("dense"), true);
  assert.deepEqual(line, [
    [0, 62],
    [1, 62],
  ]);
});

test("single trials keep to themselves", () => {
  assert.deepEqual(trialLines(ROWS, "lottery"), [
    [
      [0, 60],
      [0.5, 70],
    ],
    [
      [0, 64],
      [0.5, 68],
    ],
  ]);
});

test("only arms with rows are drawn, in the legend's order", () => {
  assert.deepEqual(
    armsIn(ROWS, ARM_STYLES).map(({ id }) => id),
    ["lottery", "dense"],
  );
});

test("every arm and every control has a mark and a colour of its own", () => {
  assert.equal(new Set(ARM_STYLES.map(({ id }) => id)).size, ARM_STYLES.length);
  assert.equal(new Set(ARM_STYLES.map(({ mark }) => mark)).size, ARM_STYLES.length);
  const cells = ["dense", "lottery", "random", "reshuffled"].flatMap((arm) =>
    ["own", "reinitialised", "same_signs"].map((weights) => cellStyle(arm, weights)),
  );
  assert.equal(new Set(cells.map(({ label }) => label)).size, cells.length);
});

const MASK = { shape: [2, 3], dtype: "uint8", bytes: Uint8Array.of(1, 0, 1, 0, 0, 1) };

test("survivors are counted by input and by unit", () => {
  assert.deepEqual(survivorsByInput(MASK), [1, 0, 2]);
  assert.deepEqual(survivorsByUnit(MASK), [2, 1]);
});

test("a level's arrays are found by arm, trial and level; level 0 is the dense network's", () => {
  assert.equal(maskAt({ "mask/lottery/trial0/level1/W1": MASK }, "lottery/trial0/level1"), MASK);
  assert.equal(maskAt({}, "lottery/trial0/level1"), undefined);
  const cnn = { "mask/lottery/trial0/level1/W1": MASK, "mask/lottery/trial0/level1/W4": MASK, "layers/W9": MASK };
  assert.equal(maskAt(cnn, "lottery/trial0/level1", 4), MASK);
  assert.equal(layersIn(cnn), 4);
  assert.equal(layersIn({}), 1);
  assert.equal(placeOf("lottery", 1, 0), "dense/trial1/level0");
  assert.equal(placeOf("random", 1, 2), "random/trial1/level2");
});

test("weights that came back are counted bit by bit", () => {
  /** @param {number[]} bytes */
  const bits = (...bytes) => ({ shape: [2], dtype: "uint8", bytes: Uint8Array.from(bytes) });
  assert.equal(comeBack(bits(0b1010, 1), bits(0b1110, 1)), 0);
  assert.equal(comeBack(bits(0b1011, 0xff), bits(0b1010, 0)), 9);
});

test("the adjacency table is read in the order in which Python wrote it", () => {
  const values = Float64Array.from({ length: 18 }, (_, at) => at);
  const bytes = new Uint8Array(values.buffer);
  const table = adjacencyOf({ shape: [6, 3], dtype: "float64", bytes });
  assert.deepEqual(table?.observed, [0, 1, 2]);
  assert.deepEqual(table?.withinUnits, [6, 7, 8]);
  assert.deepEqual(table?.high, [12, 13, 14]);
  assert.deepEqual(table?.p, [15, 16, 17]);
});

test("the notebook's statistic is read by arm, and is there only in its own protocol", () => {
  const bytes = new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer);
  const found = notebookOf({ shape: [2, 3], dtype: "float64", bytes });
  assert.deepEqual(found, { lottery: [1, 2, 3], random: [4, 5, 6] });
  assert.deepEqual(notebookOf(undefined), {});
});

test("the grid has a network a line and a kind of data a column", () => {
  const mean = (/** @type {{control: string, arm: string}} */ { control, arm }) =>
    arm === "random" ? undefined : { mean: control === "fresh" ? 70 : 60.04, low: 58, high: 72.5 };
  const networks = [
    { control: "", arm: "lottery", weights: "own" },
    { control: "", arm: "random", weights: "own" },
  ];
  const { head, lines } = gridOf(["fresh", "rolled"], networks, { find: mean });
  assert.deepEqual(head, ["mask and weights", "fresh data", "rolled"]);
  assert.deepEqual(lines, [
    ["ticket", "70.0 ± 2.5", "60.0 ± 12.5"],
    ["random mask", "", ""],
  ]);
  const best = { find: mean, note: () => "0.1, falling to 0", said: "each at its best" };
  assert.deepEqual(gridOf(["fresh"], networks.slice(0, 1), best).lines, [
    ["ticket, each at its best", "70.0 ± 2.5 at 0.1, falling to 0"],
  ]);
  assert.equal(withReach({ mean: 61.25 }), "61.3");
});

test("a task says what it is, what it does and how long it needs", () => {
  const task = {
    key: { arm: "nested_random", trial: 1 },
    note: "nested_random: level 2",
    done: 30,
    total: 40,
    left: 4,
    finished: false,
  };
  assert.deepEqual(lineOf(task, true), [
    "random, nested, trial 2",
    "nested_random: level 2",
    "75 %",
    "4.0 s",
  ]);
  assert.equal(lineOf(task, false)[3], "");
  assert.deepEqual(lineOf({ ...task, done: 0, left: null }, true).slice(1), ["waiting", "0 %", ""]);
  assert.equal(nameOf({ value: 0.2, trial: 0 }), "value 0.2, trial 1");
  assert.equal(nameOf({ value: null, trial: 0 }), "trial 1");
});

test("a probe counts the second half of each training, by level", () => {
  const at = (/** @type {number} */ level, /** @type {number} */ step, /** @type {number} */ ms) => ({
    level,
    step,
    ms_per_step: ms,
    final: step === 40,
  });
  // 20 steps of 5 ms and 20 of 1 ms; then all of 0.5 ms.
  const rows = [at(0, 20, 5), at(0, 40, 3), at(1, 20, 0.5), at(1, 40, 0.5)];
  assert.deepEqual(lateMs(rows), [1, 0.5]);
  assert.deepEqual(lateMs([]), []);
});

test("an estimate is the plan's work at this machine's speed, spread over the workers", () => {
  const task = { id: "", experiment: "", params: {}, key: {}, cost: 1000 };
  assert.equal(secondsOf([task, task], 5, 1), 10);
  assert.equal(secondsOf([task, task], 5, 2), 5);
  assert.equal(secondsOf([{ ...task, cost: 3000 }, task], 5, 2), 15);
});

test("a difference is told by its adjusted p-value, not by its interval", () => {
  const row = { mean: 2, low: 0.1, high: 3.9, p: 0.04 };
  assert.equal(verdictOf({ ...row, p_holm: 0.2 }), "no difference told");
  assert.equal(verdictOf({ ...row, p_holm: 0.049 }), "ahead");
  assert.equal(verdictOf({ ...row, mean: -2, p_holm: 0.01 }), "behind");
  assert.equal(verdictOf({ mean: 2 }), "no difference told");
  assert.equal(pValue(0.0499), "0.050");
  assert.equal(pValue(0.0004), "< 0.001");
  assert.equal(pValue(undefined), "");
});

test("differences have a minus sign, and an interval only where there is one", () => {
  assert.equal(points(-1.25), "−1.3");
  assert.equal(points(-0.002), "0.0");
  assert.equal(points(-0.02), "−0.02");
  assert.equal(points(0.04), "0.04");
  assert.equal(withRange({ mean: 1, low: -0.04, high: 2 }), "1.0 (−0.04 to 2.0)");
  assert.equal(withRange({ mean: 2, low: -1, high: 5 }), "2.0 (−1.0 to 5.0)");
  assert.equal(withRange({ mean: 2, low: null, high: null }), "2.0");
  assert.equal(rangeOf(undefined), null);
});
