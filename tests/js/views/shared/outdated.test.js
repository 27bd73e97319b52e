import assert from "node:assert/strict";
import { test } from "node:test";
import { paramsFor } from "../../../../app/js/state/config.js";
import { createStore } from "../../../../app/js/state/store.js";
import { adopt } from "../../../../app/js/views/shared/outdated.js";
import { MODEL, NOISE, SHUFFLE } from "../../schemas.js";

const SCOPES = { data: [NOISE, SHUFFLE], benchmark: [MODEL] };
const config = /** @type {any} */ ({
  experiments: { benchmark: { params: [NOISE, SHUFFLE, MODEL] } },
});

test("a run's settings are taken, but not what its data bring along by themselves", () => {
  const store = createStore(SCOPES);
  const panel = {
    config,
    experiment: "benchmark",
    name: "benchmark",
    /** Shuffled data ask for another model than is set, as the page's do for another order. */
    get request() {
      const params = paramsFor(config, store.get().params, "benchmark");
      return params.shuffle ? { ...params, model: "linear" } : params;
    },
  };
  store.dispatch({ type: "setMany", scope: "data", values: { shuffle: true, noise: 1 } });
  const asked = panel.request;
  store.dispatch({ type: "run", name: "benchmark", patch: { asked } });
  store.dispatch({ type: "reset", scope: "data" });
  adopt(store, panel);
  assert.deepEqual(store.get().params, {
    data: { noise: 1, shuffle: true },
    benchmark: { model: "mlp" },
  });
  assert.deepEqual(panel.request, asked);
});

test("a run in order is taken back from shuffled data, which the experiment knows by its own name", () => {
  const store = createStore(SCOPES);
  const others = /** @type {any} */ ({
    experiments: { preview: { params: [NOISE, SHUFFLE] }, benchmark: { params: [NOISE, MODEL] } },
  });
  const panel = {
    config: others,
    experiment: "benchmark",
    name: "benchmark",
    get request() {
      const params = paramsFor(others, store.get().params, "benchmark");
      return store.get().params.data?.shuffle ? { ...params, model: "linear" } : params;
    },
  };
  const asked = panel.request;
  store.dispatch({ type: "run", name: "benchmark", patch: { asked } });
  store.dispatch({ type: "setMany", scope: "data", values: { shuffle: true, noise: 1 } });
  adopt(store, panel);
  assert.deepEqual(panel.request, asked);
  assert.equal(store.get().params.data?.shuffle, false);
});
