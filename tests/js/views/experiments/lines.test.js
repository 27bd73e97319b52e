import assert from "node:assert/strict";
import { test } from "node:test";
import { hasPlacesInOrder, linesOf } from "../../../../app/js/views/experiments/lines.js";
import { stylesOf } from "../../../../app/js/views/experiments/styles.js";
import { numbersOf, rowsOf, sentenceOf } from "../../../../app/js/views/experiments/words.js";

const FIGURE = {
  x: { column: "removed", label: "Share removed" },
  y: { column: "test_acc", label: "Test accuracy, %" },
  series: ["arm"],
  final: true,
  log: false,
  what: "",
};

/** @param {string} arm @param {number | string} removed @param {number | null} test_acc @param {boolean} [final] */
const row = (arm, removed, test_acc, final = true) => ({ arm, removed, test_acc, final });

const ROWS = [
  row("lottery", 0.9, 40),
  row("lottery", 0.5, 12, false),
  row("lottery", 0.5, 60),
  row("lottery", 0.5, 70),
  row("lottery", 0.9, null),
  row("dense", 0.5, 55),
];

test("rows alike in place and series are averaged; superseded ones and holes are left out", () => {
  assert.deepEqual(linesOf(ROWS, FIGURE), [
    { series: { arm: "dense" }, spots: [{ at: 0.5, mean: 55, low: 55, high: 55, count: 1 }] },
    {
      series: { arm: "lottery" },
      spots: [
        { at: 0.5, mean: 65, low: 60, high: 70, count: 2 },
        { at: 0.9, mean: 40, low: 40, high: 40, count: 1 },
      ],
    },
  ]);
  const [, every] = linesOf(ROWS, { ...FIGURE, final: false });
  assert.equal(every?.spots[0]?.count, 3);
});

test("the order of the rows changes nothing but that of places that are names", () => {
  assert.deepEqual(linesOf([...ROWS].reverse(), FIGURE), linesOf(ROWS, FIGURE));
  const named = linesOf([row("dense", "b", 1), row("dense", "a", 2)], FIGURE);
  assert.deepEqual(named[0]?.spots.map(({ at }) => at), ["b", "a"]);
  assert.equal(hasPlacesInOrder(named), false);
});

test("no two lines of a figure look alike", () => {
  const series = Array.from({ length: 30 }, (_, rate) => ({ series: { arm: "lottery", rate }, spots: [] }));
  const looks = stylesOf(series).map(({ mark, dash }) => `${mark} ${dash}`);
  assert.equal(new Set(looks).size, looks.length);
});

test("arms keep their names and marks, and others are named by their columns", () => {
  const [arm] = stylesOf(linesOf(ROWS, FIGURE));
  assert.deepEqual(arm, { id: "dense", label: "dense", mark: "square", dash: "2 4" });
  const two = { ...FIGURE, series: ["max_translation", "arm"] };
  const rows = [{ ...row("super_mask", 0.5, 1), max_translation: 48 }];
  assert.equal(stylesOf(linesOf(rows, two))[0]?.label, "max translation 48, super mask");
});

test("table and sentence say what the figure shows", () => {
  const lines = linesOf(ROWS, FIGURE);
  const [head, body] = numbersOf(FIGURE, lines, stylesOf(lines));
  assert.deepEqual(head.slice(0, 3), ["Test accuracy, %", "Share removed", "mean"]);
  assert.deepEqual(body[1], ["lottery", "0.5", "65", "60", "70", "2"]);
  assert.equal(
    sentenceOf(FIGURE, lines, stylesOf(lines)),
    "Test accuracy, %, by share removed: dense 55 at 0.5; lottery from 65 at 0.5 to 40 at 0.9.",
  );
  assert.match(sentenceOf(FIGURE, [], []), /^Not run yet/);
});

test("without a figure the rows are shown as they are", () => {
  const [head, body] = rowsOf([{ a_b: 1 }, { c: 0.123456 }]);
  assert.deepEqual(head, ["a b", "c"]);
  assert.deepEqual(body, [
    ["1", ""],
    ["", "0.1235"],
  ]);
});

test("of a summary, its rows of one name, with their own intervals; several at a place are a mean", () => {
  const figure = {
    x: { column: "displacement", label: "" },
    y: { column: "mean", label: "" },
    series: ["order"],
    final: true,
    log: false,
    what: "minus_dense",
  };
  const lead = (/** @type {string} */ order, /** @type {number} */ displacement, /** @type {number} */ mean) => ({
    ...{ what: "minus_dense", order, displacement, mean, low: mean - 1, high: mean + 2 },
  });
  const rows = [lead("rolled", 2, 5), lead("rolled", 2, 7), lead("rolled", 4, 3), { what: "test_acc", order: "rolled", displacement: 9, mean: 60 }];
  assert.deepEqual(linesOf(rows, figure)[0]?.spots, [
    { at: 2, mean: 6, low: 5, high: 7, count: 2 },
    { at: 4, mean: 3, low: 2, high: 5, count: 1 },
  ]);
});

test("a rate that falls is no model, whatever it is called", () => {
  const series = ["linear", "constant"].map((decay) => ({ series: { arm: "dense", decay }, spots: [] }));
  assert.deepEqual(stylesOf(series).map(({ label }) => label), ["linear", "constant"]);
});

test("what all lines have in common is left out of their names", () => {
  const series = ["rolled", "chunked"].map((order) => ({ series: { max_translation: 48, order }, spots: [] }));
  assert.deepEqual(stylesOf(series).map(({ label }) => label), ["rolled", "chunked"]);
});
