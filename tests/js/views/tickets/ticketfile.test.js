import assert from "node:assert/strict";
import { test } from "node:test";
import { ticketFault } from "../../../../app/js/views/tickets/ticketfile.js";
import { LEVELS, MODEL, STEPS } from "../../schemas.js";

const SCHEMAS = [STEPS, MODEL, LEVELS];
const GOOD = { experiment: "ticket", params: { sparsities: [0, 0.5], steps: 5, model: "mlp" }, rows: [{ arm: "lottery" }] };

/** @param {Record<string, unknown>} changes */
function said(changes) {
  const record = /** @type {import("../../../../app/js/pool/protocol.js").RunRecord} */ (/** @type {unknown} */ ({ ...GOOD, ...changes }));
  return ticketFault("mine.json", record, SCHEMAS);
}

test("a whole ticket has no fault", () => {
  assert.equal(said({}), "");
  assert.equal(said({ params: { ...GOOD.params, unknown: { a: 1 } } }), "");
});

test("whatever else a file says is refused in one sentence that names it", () => {
  for (const changes of [{ params: null }, { params: [] }, { params: { sparsities: 3 } }, { params: { sparsities: [] } }, { rows: "x" }, { rows: [null] }, { rows: [[]] }]) {
    assert.equal(said(changes), "mine.json is not a whole ticket: its recipe or its rows are missing.");
  }
  assert.equal(said({ experiment: "lottery" }), "mine.json is a record of lottery, not a ticket.");
  for (const value of ["x", null, {}, [1], 1e9, "x".repeat(1e6)]) {
    const sentence = said({ params: { ...GOOD.params, steps: value } });
    assert.match(sentence, /^mine\.json cannot be used: steps must be a whole number from 1 to 20000; got .+\.$/);
    assert.ok(sentence.length < 200);
  }
});
