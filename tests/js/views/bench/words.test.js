import assert from "node:assert/strict";
import { test } from "node:test";

import { finding } from "../../../../app/js/views/bench/words.js";

/** @param {string} what @param {string} arm @param {number} sparsity @param {[number, number | null, number | null]} numbers */
const row = (what, arm, sparsity, [mean, low, high]) => ({ what, arm, sparsity, mean, low, high });

/** @param {[number, number | null, number | null]} lead @param {[number, number | null, number | null]} over */
const summary = (lead, over) => [
  row("test_acc", "dense", 0, [59, null, null]),
  row("test_acc", "lottery", 0.65, [63.1, null, null]),
  row("test_acc", "random", 0.65, [55, null, null]),
  row("minus_dense", "lottery", 0.65, lead),
  row("minus_random", "lottery", 0.65, over),
];

test("a lead whose interval leaves out zero is a lead", () => {
  const text = finding(summary([4.1, 2.9, 5.3], [8, 6, 10]), 0.65, 6);
  assert.match(text, /^After 6 trials, with 65\u00a0% .* leads the whole network by 4\.1 points/);
  assert.match(text, /95 %: 2\.9 to 5\.3/);
  assert.match(text, /leads random pruning by 8\.0 \(6\.0 to 10\.0\)/);
});

test("one whose interval holds zero is none", () => {
  const text = finding(summary([0.8, -1.1, 2.7], [-0.2, -2, 1.6]), 0.65, 5);
  assert.match(text, /cannot be told from the whole network: 0\.8 points above it/);
  assert.match(text, /cannot be told from random pruning/);
});

test("a ticket that falls behind is said to", () => {
  assert.match(finding(summary([-3, -5, -1], [1, 0.5, 1.5]), 0.65, 4), /falls behind/);
});

test("one trial has no interval, and says so", () => {
  const text = finding(summary([4.1, null, null], [8, null, null]), 0.65, 1);
  assert.match(text, /^One trial: .* 63\.1\u00a0%, the whole network 59\.0\u00a0%, random pruning 55\.0\u00a0%/);
  assert.match(text, /cannot tell skill from luck/);
});

test("a level that no trial has yet says nothing", () => {
  assert.equal(finding(summary([4, 3, 5], [8, 6, 10]), 0.9, 3), "");
});
