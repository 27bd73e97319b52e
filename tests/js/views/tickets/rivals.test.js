import assert from "node:assert/strict";
import { test } from "node:test";
import { accuraciesOf, rateOf } from "../../../../app/js/views/tickets/rivals.js";

test("rates are read back from their powers of ten", () => {
  for (const rate of [0.2, 0.05, 0.02, 0.003, 0.0001])
    assert.equal(rateOf(Math.log10(rate)), String(rate));
});

test("a curve is one arm's last steps at one decay, by rising rate", () => {
  const row = { what: "test_acc", arm: "dense", decay: "constant", stop: "last", mean: 60 };
  const table = [
    { ...row, rate: 0.02 },
    { ...row, rate: 0.005 },
    { ...row, rate: 0.01, stop: "best" },
    { ...row, rate: 0.01, decay: "linear" },
    { ...row, rate: 0.01, arm: "lottery" },
    { ...row, rate: 0.01, what: "validation_acc" },
  ];
  assert.deepEqual(
    accuraciesOf(table, "dense", "constant").map(({ rate }) => rate),
    [0.005, 0.02],
  );
});
