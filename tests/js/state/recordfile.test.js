// The file of a run that has no record from Python yet holds all that has come so far.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recordFile } from "../../../app/js/state/recordfile.js";
import { emptyRun } from "../../../app/js/state/store.js";

const config = /** @type {import("../../../app/js/pool/protocol.js").Config} */ (
  /** @type {unknown} */ ({ version: "0", recorded: { lottery: { rows: [{ step: 1 }] } } })
);

/** @param {Blob} file */
const read = async (file) => JSON.parse(await file.text());

for (const [rows, arrays] of [[0, 0], [1, 1], [1203, 7]]) {
  test(`a stopped run with ${rows} rows and ${arrays} arrays`, async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    const data = Buffer.from(bytes).toString("base64");
    const names = Array.from({ length: arrays ?? 0 }, (_, i) => `mask "${i}"`);
    const run = {
      ...emptyRun(),
      phase: /** @type {const} */ ("stopped"),
      params: { seed: 3 },
      rows: Array.from({ length: rows ?? 0 }, (_, step) => ({ step, arm: "lottery, dense" })),
      arrays: Object.fromEntries(names.map((name) => [name, { shape: [1], dtype: "uint8", bytes }])),
    };
    const record = await read(await recordFile(config, "compare", run, "benchmark"));
    assert.deepEqual(record.rows, run.rows);
    assert.deepEqual(Object.keys(record.arrays), names);
    for (const array of Object.values(record.arrays)) {
      assert.deepEqual(array, { shape: [1], dtype: "uint8", data });
    }
    const { experiment, seed, finished, version } = record;
    assert.deepEqual([experiment, seed, finished, version], ["benchmark", 3, false, "0"]);
  });
}

test("a finished run gives Python's own file, a recorded one what the page came with", async () => {
  const record = new Blob(["{}"]);
  const finished = { ...emptyRun(), phase: /** @type {const} */ ("finished"), record };
  assert.equal(await recordFile(config, "lottery", finished), record);
  const recorded = { ...emptyRun(), phase: /** @type {const} */ ("recorded") };
  assert.deepEqual(await read(await recordFile(config, "lottery", recorded)), config.recorded.lottery);
});
