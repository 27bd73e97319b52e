import assert from "node:assert/strict";
import { test } from "node:test";
import {
  besideChoice,
  besideDrawing,
  fill,
  lookUp,
  verdictOf,
} from "../../../../app/js/views/lessons/words.js";

/** @param {number} mean @param {number | null} low @param {number | null} high */
const row = (mean, low, high) => ({ what: "lead", arm: "lottery", sparsity: 0.65, mean, low, high, n: 4 });

test("a figure is the row that fits all its columns, or the recorded one", () => {
  const other = { ...row(1, 0, 2), sparsity: 0.8 };
  const found = lookUp(
    {
      lead: { columns: { what: "lead", sparsity: 0.65 } },
      none: { columns: { what: "lead", arm: "dense" } },
      old: { columns: {}, row: other },
    },
    [other, row(3, 2, 4)],
  );
  assert.deepEqual(found, { lead: row(3, 2, 4), none: undefined, old: other });
});

test("numbers stand where a text asks for them", () => {
  const found = { lead: { ...row(-3.14, -4.05, -2), rate: 0.1 } };
  assert.equal(
    fill("{lead}, {lead.size}, {lead.range}, {lead.n}, {lead.rate}, {gone}", found),
    "−3.1, 3.1, −4.0 to −2.0, 4, 0.1, (not measured)",
  );
  assert.equal(fill("{lead.range}", { lead: row(1, null, null) }), "no interval");
});

test("the interval decides, and none decides nothing", () => {
  assert.equal(verdictOf(row(3, 0.1, 5)), "above");
  assert.equal(verdictOf(row(-3, -5, -0.1)), "below");
  assert.equal(verdictOf(row(3, -0.1, 5)), "unsure");
  assert.equal(verdictOf(row(3, null, null)), "unsure");
  assert.equal(verdictOf(undefined), "unsure");
  assert.equal(verdictOf(row(60, 55, 65), 50), "above");
  assert.equal(verdictOf(row(60, 45, 65), 50), "unsure");
});

test("a choice is right, wrong, or not to be judged", () => {
  assert.equal(besideChoice("above", "above"), "As you predicted.");
  assert.equal(besideChoice("unsure", "unsure"), "As you predicted.");
  assert.match(besideChoice("above", "unsure"), /cannot tell/);
  assert.match(besideChoice("unsure", "above"), /^Not/);
});

test("a drawing is told by how far it is from what was measured", () => {
  assert.match(besideDrawing([63], [row(60, 58, 62)]), /1\.0 points above the interval, 58\.0 to 62\.0/);
  assert.match(besideDrawing([50], [row(60, 58, 62)]), /8\.0 points below/);
  assert.match(besideDrawing([61], [row(60, 58, 62)]), /lies within/);
  const two = besideDrawing([61, 40], [row(60, 58, 62), row(50, 48, 52)]);
  assert.match(two, /^1 of your 2 marks/);
  assert.match(two, /5\.5 points away/);
  assert.match(besideDrawing([61], [undefined]), /Nothing was measured/);
});
