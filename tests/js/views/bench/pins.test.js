import assert from "node:assert/strict";
import { test } from "node:test";
import { TaskState } from "../../../../app/js/pool/taskstate.js";
import { Answer } from "../../../../app/js/views/bench/answers.js";
import { names, Pins } from "../../../../app/js/views/bench/pins.js";

/** @param {string} name @param {string} kind @param {import("../../../../app/js/state/schema.js").Value} usual */
const schema = (name, kind, usual) =>
  /** @type {import("../../../../app/js/state/schema.js").Schema} */ (
    /** @type {unknown} */ ({ name, kind, default: usual, label: name })
  );

const data = [
  schema("iid_noise_scale", "float", 0.02),
  schema("data_file", "text", ""),
  schema("data_reading", "text", ""),
  schema("data_seed", "int", 42),
];
const schemas = [...data, schema("hidden", "int", 128), schema("criterion_code", "text", "")];
const of = (/** @type {import("../../../../app/js/state/schema.js").Values[]} */ ...settings) =>
  names({ schemas, data }, settings);

test("ghosts are named by the settings that differ", () => {
  assert.deepEqual(of({ iid_noise_scale: 0.3, hidden: 8 }, { iid_noise_scale: 0.02, hidden: 8 }), [
    "noise 0.3",
    "noise 0.02",
  ]);
  assert.deepEqual(of({ hidden: 8 }, { hidden: 8 }), ["as now", "as now"]);
});

test("a ghost on a file is told from one on the generator, or on the file read otherwise", () => {
  const file = { data_file: "a.csv", hidden: 8 };
  const read = { ...file, data_reading: "scale=whole" };
  assert.deepEqual(of(file, read, { iid_noise_scale: 0.3, hidden: 16 }), [
    "the file a.csv, width 8",
    "the file a.csv, read with scale=whole, width 8",
    "noise 0.3, seed 42, width 16",
  ]);
  const own = names({ schemas: [...schemas, schema("templates", "text", "")], data: [...data, schema("templates", "text", "")] }, [
    { templates: "1: 0 1 2" },
    {},
  ]);
  assert.deepEqual(own, ["templates of your own, seed 42", "published data, seed 42"]);
});

test("a ghost stays at the trials that it was pinned with", () => {
  const answer = new Answer({ seed: 0, trials: 2 });
  answer.tasks = [0, 1].map((trial) => {
    const task = { id: `t${trial}`, experiment: "bench", params: {}, key: { arm: "dense", trial }, cost: 1 };
    const state = new TaskState(task);
    state.apply({ kind: "row", row: { arm: "dense", trial, final: true } }, []);
    return state;
  });
  const end = (/** @type {number} */ trial) =>
    answer.tasks[trial]?.apply({ kind: "finished", elapsed_s: 1, backend: "simd" }, []);
  end(1);
  const pins = new Pins({ schemas, data }, async () => []);
  pins.add(answer);
  end(0);
  assert.deepEqual([answer.seeds, pins.answers[0]?.seeds], [[0, 1], [1]]);
});
