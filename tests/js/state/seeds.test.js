// Which seeds a run's numbers are of.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeSeeds, seedsIn, seedsOfRows } from "../../../app/js/state/seeds.js";

const params = { seed: 3, trials: 10 };

/** @param {number} trial */
const row = (trial, final = true) => ({ trial, seed: 3 + trial, final });

/** @param {number} trial @param {string} arm @param {boolean} [finished] */
const task = (trial, arm, finished = true) => ({ key: { arm, trial }, finished });

test("several trials have several seeds, and those meant are named as they are", () => {
  assert.equal(describeSeeds({ seed: 3 }), "seed 3");
  assert.equal(describeSeeds({ seed: 3, trials: 5 }), "seeds 3 to 7");
  assert.equal(describeSeeds(params, [3, 4]), "seeds 3 to 4");
  assert.equal(describeSeeds(params, [4]), "seed 4");
  assert.equal(describeSeeds(params, [3, 5]), "seeds 3, 5");
  assert.equal(describeSeeds(params, []), "none of 10 seeds finished");
});

test("the rows of a stopped run say which seeds have a final one", () => {
  const said = (/** @type {import("../../../app/js/pool/protocol.js").Row[]} */ rows, phase = "stopped") =>
    seedsIn({ phase: /** @type {"stopped"} */ (phase), params, rows });
  assert.equal(said([row(0), row(1), row(1), row(2, false)]), "seeds 3 to 4");
  assert.equal(said([row(1)]), "seed 4");
  assert.equal(said([row(2), row(0)]), "seeds 3, 5");
  assert.equal(said([row(0, false)]), "none of 10 seeds finished");
  assert.equal(said([{ trial: 1, final: true }]), "seed 4", "a row without its seed");
  assert.equal(said([row(0)], "finished"), "seeds 3 to 12");
  assert.deepEqual(seedsOfRows(params, [row(2), row(0), row(0)]), [3, 5]);
});

test("a seed is whole once all of its tasks are finished, and in part before", () => {
  const said = (/** @type {ReturnType<typeof task>[]} */ tasks, /** @type {number[]} */ ...trials) =>
    seedsIn({ phase: "stopped", params, rows: trials.map((trial) => row(trial)), tasks });
  const first = [task(0, "dense"), task(0, "lottery")];
  const open = [task(1, "dense"), task(1, "lottery", false)];
  assert.equal(said([...first, ...open], 0, 1), "seed 3, seed 4 in part");
  assert.equal(said(open, 1), "seed 4 in part");
  assert.equal(said([...first, ...open], 0), "seed 3", "nothing of the second has come yet");
  assert.equal(said(open), "none of 10 seeds finished");
  const third = [task(2, "dense"), task(2, "lottery")];
  assert.equal(said([...first, ...open, ...third], 0, 1, 2), "seeds 3, 5, seed 4 in part");
});

test("the same rows go on to be of a whole seed once their tasks are", () => {
  const rows = [row(0)];
  const of = (/** @type {boolean} */ finished) =>
    seedsIn({ phase: "running", params, rows, tasks: [task(0, "lottery", finished)] });
  assert.deepEqual([of(false), of(true)], ["seed 3 in part", "seed 3"]);
});
