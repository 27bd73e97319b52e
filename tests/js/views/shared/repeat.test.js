import assert from "node:assert/strict";
import { test } from "node:test";
import { comparison, settingsOf } from "../../../../app/js/views/shared/repeat.js";
import { LEVELS, MODEL, STEPS } from "../../schemas.js";

test("settings are the recorded ones, then the experiment's defaults, then the part's own", () => {
  const experiment = [STEPS, { ...MODEL, default: "linear" }];
  assert.deepEqual(settingsOf([STEPS, MODEL, LEVELS], experiment, { steps: 90, hidden: 7 }), {
    steps: 90,
    model: "linear", // and not the part's "mlp"
    levels: [0, 0.5],
  });
});

const ROWS = [
  { arm: "dense", trial: 0, test_acc: 61.1234, ms_per_step: 1 },
  { arm: "lottery", trial: 0, test_acc: 65, ms_per_step: 1 },
];

test("numbers that a rounding explains are the same, and times tell nothing", () => {
  /** @type {import("../../../../app/js/pool/protocol.js").Row[]} */
  const now = [
    { arm: "dense", trial: 0, test_acc: 61.12344, ms_per_step: 9, step: 10, final: true },
    { arm: "dense", trial: 0, test_acc: 3, final: false },
    { arm: "lottery", trial: 0, test_acc: 65, ms_per_step: 9, final: true },
  ];
  assert.equal(comparison(ROWS, now), "It found the recorded numbers, every one.");
});

test("what differs is counted, and by how much at most", () => {
  const now = ROWS.map((row) => ({ ...row, test_acc: row.arm === "lottery" ? 64.25 : 61.1234 }));
  assert.equal(
    comparison(ROWS, now),
    "Of 2 measurements 1 differ from the recorded ones, by at most 0.75.",
  );
});

test("another arm in a row's place is no number apart, and other counts are not compared", () => {
  const turned = [...ROWS].reverse();
  assert.equal(comparison(ROWS, turned), "Of 2 measurements 2 differ from the recorded ones.");
  assert.equal(comparison(ROWS, ROWS.slice(1)), "");
  assert.equal(comparison([], []), "");
});
