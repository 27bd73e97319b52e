// A sweep's table: its knobs, and how its lines are narrowed to one a point.

import assert from "node:assert/strict";
import { pointsOf, repeatOf } from "../../../../app/js/views/tickets/sweepagain.js";
import { test } from "node:test";
import { narrowed, readSweep } from "../../../../app/js/views/tickets/sweeptable.js";
import { isTold, scaleOf, summaryOf } from "../../../../app/js/views/tickets/sweepwords.js";

const COLUMNS = ["at_noise", "at_shift", "what", "at", "arm", "mean", "low", "high", "n", "p_grid"];

/** Two measures over three by two points. @returns {Record<string, string>[]} */
function table() {
  const lines = [];
  for (const noise of ["0.1", "0.02", "10"]) {
    for (const shift of ["0", "48"]) {
      const point = { at_noise: noise, at_shift: shift, n: "5" };
      for (const [at, mean] of /** @type {[string, number][]} */ ([["best", -1], ["published", 4]])) {
        lines.push({ ...point, what: "minus_dense", at, arm: "lottery", mean: `${mean}`,
          low: `${mean - 2}`, high: `${mean + 2}`, p_grid: at === "best" ? "1" : "0.001" });
      }
      for (const arm of ["dense", "lottery"]) {
        lines.push({ ...point, what: "chosen", at: "", arm, mean: "60", low: "", high: "", p_grid: "" });
      }
    }
  }
  return lines;
}

test("knobs are the columns that a grid crosses, their values by size", () => {
  const { knobs } = readSweep(table(), COLUMNS);
  assert.deepEqual(knobs, [
    { name: "at_noise", values: ["0.02", "0.1", "10"] },
    { name: "at_shift", values: ["0", "48"] },
  ]);
});

test("filters narrow a table until a point has one line, and no further", () => {
  const sweep = readSweep(table(), COLUMNS);
  const lead = narrowed(sweep, { what: "minus_dense", at: "best", arm: "lottery" });
  assert.deepEqual(lead.filters.map(({ name, chosen }) => [name, chosen]), [["what", "minus_dense"], ["at", "best"]]);
  assert.equal(lead.lines.length, 6);
  const accuracy = narrowed(sweep, { what: "chosen", at: "best", arm: "lottery" });
  assert.deepEqual(accuracy.filters.map(({ name, chosen }) => [name, chosen]), [["what", "chosen"], ["arm", "lottery"]]);
  assert.equal(accuracy.lines.length, 6);
  const gone = narrowed(sweep, { what: "minus_dense", at: "no such" });
  assert.equal(gone.filters[1]?.chosen, "best");
});

test("lines without a number are left out", () => {
  const lines = [...table(), { at_noise: "10", at_shift: "0", what: "minus_dense", at: "best", arm: "lottery", mean: "" }];
  assert.equal(readSweep(lines, COLUMNS).lines.length, table().length);
});

test("what is no sweep over two knobs is refused", () => {
  const refused = /summary\.csv/;
  assert.throws(() => readSweep([], COLUMNS), refused);
  assert.throws(() => readSweep(table(), COLUMNS.filter((name) => name !== "mean")), refused);
  assert.throws(() => readSweep(table(), COLUMNS.filter((name) => name !== "at_shift")), refused);
  assert.throws(() => readSweep([{ "label,0": "1" }], ["label,0"]), refused);
});

test("a lead is told by Holm's p where there is one, else by its interval", () => {
  assert.equal(isTold({ p_grid: "0.2", low: "1", high: "2" }), false);
  assert.equal(isTold({ p_grid: "", low: "1", high: "2" }), true);
  assert.equal(isTold({ p_grid: "", low: "-1", high: "2" }), false);
  assert.equal(isTold({ mean: "3" }), false);
});

test("differences are coloured from 0, accuracies from their least", () => {
  const leads = table().filter(({ what }) => what === "minus_dense");
  assert.deepEqual(scaleOf(leads), { base: 0, most: 4, signed: true });
  const found = table().filter(({ what }) => what === "chosen");
  assert.deepEqual(scaleOf(found), { base: 60, most: 0, signed: false });
  const sentence = summaryOf(leads, true);
  assert.match(sentence, /12 points the mean lies between −1.0 and 4.0/);
  assert.match(sentence, /at 6 of them/);
  assert.match(sentence, /above 0 at 6, below at 0/);
});

test("a point of a recorded sweep is run with what is fixed, its seeds and its own values", () => {
  const sweep = {
    experiment: "rivals",
    seeds: 10,
    fixed: { hidden: 128, steps: 400 },
    grid: { noise: [0, 0.1], steps: [200, 400, 1000] },
  };
  const points = pointsOf(sweep.grid);
  assert.equal(points.length, 6);
  assert.deepEqual(points[1], { noise: 0, steps: 400 });
  assert.deepEqual(repeatOf(sweep, { noise: 0.1, steps: 200 }), {
    panel: "rivals",
    settings: { hidden: 128, trials: 10, noise: 0.1, steps: 200 },
  });
});
