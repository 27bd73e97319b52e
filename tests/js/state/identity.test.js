import assert from "node:assert/strict";
import { test } from "node:test";
import {
  captionOf,
  dataCaptionOf,
  dataColumns,
  dataOriginOf,
  dataStamped,
  describeData,
  describeDifferences,
  describeModel,
  describeRun,
  differing,
  isPublishedData,
  modelSchemasOf,
  originOf,
  stamped,
} from "../../../app/js/state/identity.js";

/** @param {string} name @param {import("../../../app/js/state/schema.js").Value} usual @param {string} [kind] */
const schema = (name, usual, kind = "float") =>
  /** @type {import("../../../app/js/state/schema.js").Schema} */ (
    /** @type {unknown} */ ({ name, kind, default: usual, label: name.toUpperCase(), choices: null })
  );

const PREVIEW = [
  schema("iid_noise_scale", 0.02),
  schema("max_translation", 48, "int"),
  schema("shuffle_sequence", false, "bool"),
  schema("scale_coeff", 0.4),
  schema("seed", 42, "int"),
];
const CONFIG = /** @type {import("../../../app/js/pool/protocol.js").Config} */ (
  /** @type {unknown} */ ({ version: "9.9", experiments: { preview: { params: PREVIEW } } })
);
const SCHEMAS = PREVIEW.map((one) => (one.name === "seed" ? { ...one, name: "data_seed" } : one));

test("published data are called so, and others by what differs", () => {
  assert.equal(describeData(SCHEMAS, {}), "published data, seed 42");
  assert.equal(describeData(SCHEMAS, { data_seed: 42, iid_noise_scale: 0.02 }), "published data, seed 42");
  assert.equal(describeData(SCHEMAS, { iid_noise_scale: 0.3 }), "noise 0.3, seed 42");
  assert.equal(
    describeData(SCHEMAS, {
      iid_noise_scale: 0.3,
      max_translation: 0,
      shuffle_sequence: true,
      data_seed: 7,
    }),
    "noise 0.3, translation 0, shuffle_sequence, seed 7",
  );
  assert.equal(describeData(SCHEMAS, { data_seed: 7 }), "published data, seed 7");
});

test("a file is told apart by how it was read", () => {
  const said = (/** @type {import("../../../app/js/state/schema.js").Values} */ how) =>
    describeData(SCHEMAS, { data_file: "ours.csv", ...how });
  assert.equal(said({ data_reading: "", shuffle_seq: false }), "the file ours.csv");
  assert.equal(said({ data_reading: "scale=whole" }), "the file ours.csv, read with scale=whole");
  assert.equal(
    said({ data_reading: "scale=whole, label=last", shuffle_seq: true }),
    "the file ours.csv, read with scale=whole, label=last, shuffled with seed 42",
  );
  assert.equal(said({ shuffle_seq: true, data_seed: 7 }), "the file ours.csv, shuffled with seed 7");
  assert.equal(said({ shuffled: "no", data_seed: 7 }), "the file ours.csv");
  assert.equal(said({ shuffled: "yes", data_seed: 7 }), "the file ours.csv, shuffled with seed 7");
  assert.equal(said({ shuffled: "both" }), "the file ours.csv, in order and shuffled with seed 42");
});

const RUN = /** @type {const} */ ({ phase: "finished", origin: "", backend: "simd" });

const TRAINING = ["optimizer", "weight_decay", "batch_size", "momentum", "dropout"].map((name) => ({
  ...schema(name, name === "optimizer" ? "adam" : 0, name === "optimizer" ? "choice" : "float"),
  group: "training",
}));
const EXPERIMENTS = { ...CONFIG.experiments, lottery: { params: TRAINING }, benchmark: { params: TRAINING } };
const TRAINED = /** @type {typeof CONFIG} */ (
  /** @type {unknown} */ ({ ...CONFIG, experiments: EXPERIMENTS })
);

test("a model is named by its kind, its width, its training, and what else is not the usual", () => {
  const say = (/** @type {import("../../../app/js/state/schema.js").Values} */ params) =>
    describeModel(modelSchemasOf(TRAINED), params);
  const usual = { hidden: 256, steps: 600, learning_rate: 0.02 };
  assert.equal(say({}), "");
  assert.equal(say({ model: "mlp", ...usual }), "MLP, 256 units, 600 steps at rate 0.02");
  assert.equal(say({ model: "cnn", ...usual }), "CNN, 600 steps at rate 0.02", "of the MLP is the width");
  assert.equal(
    say({ models: ["linear", "mlp", "gru"], ...usual }),
    "Logistic, MLP, GRU, 256 units, 600 steps at rate 0.02",
  );
  assert.equal(say({ model: "mlp", ...usual, knob: "steps" }), "MLP, 256 units, rate 0.02");
  assert.equal(
    say({ model: "mlp", ...usual, rates: [0.02, 0.01, 0.005] }),
    "MLP, 256 units, 600 steps at rates 0.02 to 0.005",
  );
  assert.equal(
    say({ model: "cnn", steps: 9, optimizer: "sgd", weight_decay: 0.1, momentum: 1, dropout: 0.5 }),
    "CNN, 9 steps, optimizer sgd, weight_decay 0.1, momentum 1 and 1 more",
  );
});

test("captions, places and rows of two models tell them apart", () => {
  const run = (/** @type {string} */ kind) =>
    ({ ...RUN, params: { seed: 0, model: kind, hidden: 8, steps: 9, learning_rate: 0.1, optimizer: "sgd" } });
  assert.equal(
    captionOf(TRAINED, run("mlp")),
    "Data: published data, seed 42. Training: MLP, 8 units, 9 steps at rate 0.1, optimizer sgd, seed 0. MNIST-1D Lab 9.9, simd.",
  );
  assert.match(originOf(TRAINED, run("gru")), / Training: GRU, 9 steps at rate 0\.1, optimizer sgd\.$/);
  const row = stamped(TRAINED, run("gru"), { arm: "dense" });
  assert.deepEqual(
    [row.model, row.hidden, row.steps, row.learning_rate, row.optimizer, "dropout" in row],
    ["gru", "8", "9", "0.1", "sgd", false],
  );
  const several = { ...RUN, params: { seed: 0, models: ["mlp", "cnn"] } };
  assert.equal(stamped(TRAINED, several, {}).models, "mlp,cnn");
  const own = stamped(TRAINED, several, { model: "cnn" });
  assert.deepEqual([own.model, own.models], ["cnn", undefined], "a row of one model");
});

test("a run that was stopped has its own seeds in caption, place, rows and line", () => {
  const params = { seed: 3, trials: 10 };
  const rows = [0, 1].map((trial) => ({ trial, seed: 3 + trial, final: true }));
  const tasks = [0, 1].map((trial) => ({ key: { arm: "dense", trial }, finished: trial === 0 }));
  const stopped = { ...RUN, phase: /** @type {const} */ ("stopped"), params, rows };
  assert.match(captionOf(CONFIG, stopped), /Training: seeds 3 to 4\. /);
  assert.match(captionOf(CONFIG, { ...stopped, tasks }), /Training: seed 3, seed 4 in part\. /);
  assert.match(originOf(CONFIG, stopped), /^Your run, seeds 3 to 4\. /);
  assert.equal(stamped(CONFIG, stopped, { mean: 3 }).seeds, "3 to 4");
  assert.equal(describeRun(CONFIG, stopped), "published data, seed 42; seeds 3 to 4");
  assert.equal(describeRun(CONFIG, { params }), "published data, seed 42; seeds 3 to 12");
  assert.equal(describeRun(CONFIG, { params }, [3, 5]), "published data, seed 42; seeds 3, 5");
});

test("a caption names data, seeds, version and backend, and says what is recorded", () => {
  const run = { ...RUN, params: { seed: 1, trials: 2, max_translation: 0 } };
  assert.equal(
    captionOf(CONFIG, run),
    "Data: translation 0, seed 42. Training: seeds 1 to 2. MNIST-1D Lab 9.9, simd.",
  );
  assert.match(captionOf(CONFIG, { ...run, phase: "recorded" }), /^Recorded run\. Data: /);
  assert.equal(captionOf(CONFIG, { ...RUN, params: {} }), "Not run yet. MNIST-1D Lab 9.9, simd.");
});

test("a figure's place says whose its numbers are, and on what data", () => {
  const run = { ...RUN, params: { seed: 1, seeds: 2, iid_noise_scale: 0.3, data_seed: 7 } };
  assert.equal(originOf(CONFIG, run), "Your run, seeds 1 to 2. Data: noise 0.3, seed 7.");
  const recorded = { ...run, phase: /** @type {const} */ ("recorded"), origin: "Recorded in May" };
  assert.equal(originOf(CONFIG, recorded), "Recorded in May, seeds 1 to 2. Data: noise 0.3, seed 7.");
});

test("figures of data alone name them in place, caption and rows", () => {
  const params = { seed: 5, iid_noise_scale: 0.3 };
  assert.equal(dataOriginOf(CONFIG, params), "Data: noise 0.3, seed 5.");
  assert.equal(dataCaptionOf(CONFIG, params), "Data: noise 0.3, seed 5. MNIST-1D Lab 9.9.");
  assert.equal(dataCaptionOf(CONFIG, undefined), "Not made yet. MNIST-1D Lab 9.9.");
  assert.deepEqual(dataStamped(CONFIG, params, { x: 1 }), {
    x: 1,
    iid_noise_scale: "0.3",
    data_seed: "5",
    seed: 5,
    version: "9.9",
  });
});

test("a run by code of one's own is marked in captions, places and rows, and no row can take it off", () => {
  const run = { ...RUN, params: { seed: 1, criterion: "custom", criterion_code: "def score(): ..." } };
  const mark = /With a criterion of one’s own\. Data: published data, seed 42\./;
  assert.match(captionOf(CONFIG, run), mark);
  assert.match(originOf(CONFIG, run), mark);
  assert.equal(stamped(CONFIG, run, { mean: 3, own_code: "" }).own_code, "criterion");
  assert.ok(!("own_code" in stamped(CONFIG, { ...RUN, params: { seed: 1 } }, { mean: 3 })));
});

test("published data are those made as they are, by whatever seed", () => {
  assert.equal(isPublishedData(CONFIG, { data_seed: 7, iid_noise_scale: 0.02 }), true);
  assert.equal(isPublishedData(CONFIG, { iid_noise_scale: 0.3 }), false);
  assert.equal(isPublishedData(CONFIG, { data_file: "ours.csv" }), false);
});

test("a row of a file says its data, seeds and maker, unless it says them itself", () => {
  const run = { ...RUN, params: { seed: 1, trials: 2, max_translation: 0 } };
  assert.deepEqual(stamped(CONFIG, run, { mean: 3 }), {
    mean: 3,
    max_translation: "0",
    seeds: "1 to 2",
    version: "9.9",
    backend: "simd",
    recorded: false,
  });
  const own = stamped(CONFIG, run, { seed: 2, backend: "numpy" });
  assert.deepEqual([own.seed, own.seeds, own.backend], [2, undefined, "numpy"]);
  const turned = { ...run, params: { ...run.params, knob: "max_translation" } };
  assert.equal(stamped(CONFIG, turned, { value: 16 }).max_translation, 16);
});

test("rows carry all settings of their data", () => {
  const params = { max_translation: 0, data_seed: 42, hidden: 128 };
  assert.deepEqual(dataColumns(CONFIG, params), { max_translation: "0", data_seed: "42" });
});

test("two runs differ in what they were asked for, and it is said", () => {
  const schemas = [...SCHEMAS, schema("sparsities", [0, 0.5], "floats"), schema("code", "", "text")];
  const say = (/** @type {import("../../../app/js/state/schema.js").Values} */ a, b = {}) =>
    describeDifferences(differing(schemas, a, b), a, b);
  assert.equal(say({}), "");
  assert.equal(say({ iid_noise_scale: 0.02 }), "", "a default that is written out is no difference");
  assert.equal(say({ iid_noise_scale: 0.1 }), "noise 0.1 (now 0.02)");
  assert.equal(say({ shuffle_sequence: true }), "shuffle_sequence yes (now no)");
  assert.equal(say({ sparsities: [] }), "sparsities none (now 0, 0.5)");
  assert.equal(
    say({ sparsities: Array(9).fill(0), code: "a\nb", data_seed: 7, max_translation: 0 }),
    "translation 0 (now 48), data seed 7 (now 42), sparsities 9 values (now 0, 0.5) and 1 more",
  );
  assert.equal(say({ code: "a\nb" }), "code one of its own (now none)");
});
