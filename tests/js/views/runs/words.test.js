import assert from "node:assert/strict";
import { test } from "node:test";

import { calledOf, differsBy, fileOf, found, seedsOf } from "../../../../app/js/views/runs/words.js";

/** @typedef {import("../../../../app/js/state/keptruns.js").KeptRun} KeptRun */

/** @param {string} name @param {import("../../../../app/js/state/schema.js").Value} usual @param {string} label */
const schema = (name, usual, label) => ({ name, kind: "float", default: usual, label });

const DATA = [schema("iid_noise_scale", 0.02, "White noise"), schema("seed", 42, "Seed")];
const OWN = [schema("seed", 0, "Seed"), schema("trials", 5, "Trials"), schema("hidden", 128, "Hidden")];
const CONFIG = /** @type {import("../../../../app/js/pool/protocol.js").Config} */ (
  /** @type {unknown} */ ({
    experiments: {
      preview: { title: "Preview", params: DATA },
      lottery: {
        title: "The search",
        params: [DATA[0], schema("data_seed", 42, "Data seed"), ...OWN],
      },
    },
  })
);

/** @param {object} own */
const run = (own) =>
  /** @type {KeptRun} */ (/** @type {unknown} */ ({
    ...{ id: "a", at: 0, experiment: "lottery", version: "1.2", backend: "simd", origin: "" },
    ...{ hash: "0123456789abcdef", name: "", params: { seed: 3, trials: 2 }, ...own },
  }));

const noisy = run({ params: { seed: 0, iid_noise_scale: 0.3, hidden: 24 }, name: "Much noise" });

test("what differs from the published data and from the usual settings is named", () => {
  assert.equal(differsBy(CONFIG, run({})), "published data, seed 42; usual settings");
  assert.equal(differsBy(CONFIG, noisy), "noise 0.3, seed 42; width 24");
  const own = run({ params: { seed: 0, criterion_code: "def score(e): ..." } });
  assert.equal(differsBy(CONFIG, own), "published data, seed 42; a criterion of one’s own");
});

test("seeds and a name of its own", () => {
  assert.equal(seedsOf(run({})), "seeds 3 to 4");
  assert.equal(calledOf(CONFIG, run({})), "The search, seeds 3 to 4");
  assert.equal(calledOf(CONFIG, noisy), "Much noise");
  assert.equal(fileOf(run({})), "mnist1d-lottery-seed3-0123456789.json");
});

test("a run is found by every word at once, and by its experiment", () => {
  const runs = [run({}), noisy];
  /** @param {string} text @param {string} [experiment] */
  const names = (text, experiment = "") =>
    found(CONFIG, runs, text, experiment).map((one) => calledOf(CONFIG, one));
  assert.deepEqual(names(""), ["The search, seeds 3 to 4", "Much noise"]);
  assert.deepEqual(names("NOISE 0.3"), ["Much noise"]);
  assert.deepEqual(names("noise published"), []);
  assert.deepEqual(names("01234 simd 1.2 search"), ["The search, seeds 3 to 4", "Much noise"]);
  assert.deepEqual(names("", "bench"), []);
});
