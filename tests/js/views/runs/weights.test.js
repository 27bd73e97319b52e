import assert from "node:assert/strict";
import { test } from "node:test";

import { sentenceOf } from "../../../../app/js/views/runs/weights.js";

const TRIED = { own: 66, here: 61.24, after: 65.5, samples: 1000, remembers: true };

test("what weights get is said with which network, which data and how much more training", () => {
  assert.equal(
    sentenceOf("mlp/shuffled/trial1", TRIED),
    "mlp, shuffled, trial 2: 61.2\u00a0% of 1000 test signals (66.0\u00a0% of its own), 65.5\u00a0% after 300 more steps on this data, in which its optimiser goes on where it had stopped.",
  );
  const ticket = sentenceOf("ticket", { ...TRIED, remembers: false });
  assert.match(ticket, /^ticket: 61\.2\u00a0%.* begins with nothing in its memory\.$/);
});
