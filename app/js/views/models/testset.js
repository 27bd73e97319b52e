// The test set of the data as it is set now, straight from a worker.

import { TaskState } from "../../pool/taskstate.js";
import { paramsFor } from "../../state/config.js";
import { numbers } from "../../state/record.js";
import { same } from "../../state/schema.js";

/** @typedef {import("../shared/probe.js").Parts} Parts */
/** @typedef {import("../../pool/protocol.js").ArrayValue} ArrayValue */

/**
 * @typedef {object} TestSet
 * @property {import("../../state/schema.js").Values} params
 * @property {number[]} labels
 * @property {(row: number) => number[]} signal
 */

/**
 * @param {Parts} parts
 * @param {import("../../state/schema.js").Values} [data] settings of the data, named as an experiment
 *   that trains has them; else those of the page
 * @returns {Promise<TestSet>}
 */
export async function fetchTestSet({ config, store, runtime }, data = store.get().params.data) {
  const pool = await runtime.ready;
  const params = paramsFor(config, { data: data ?? {} }, "dataset");
  const plan = JSON.parse(await pool.call({ name: "plan", experiment: "dataset", params }));
  const state = new TaskState(plan.tasks[0]);
  // The task's arrays as they come: a merged record would write the whole set out as text.
  await new Promise((resolve, reject) => {
    pool.submit(
      state,
      {
        onMessages: (messages, buffers) => {
          for (const message of messages) state.apply(message, buffers);
          if (state.finished) resolve(null);
        },
        onError: reject,
        onRestart: () => {},
      },
      false,
    );
  });
  return read(plan.params, state.arrays);
}

/** @param {import("../../state/schema.js").Values} params @param {Map<string, ArrayValue>} arrays @returns {TestSet} */
function read(params, arrays) {
  const [x, y] = [arrays.get("x_test"), arrays.get("y_test")];
  const length = x?.shape[1];
  if (!x || !y || length === undefined) throw new Error("The test set did not arrive.");
  const size = x.bytes.length / ((x.shape[0] ?? 1) * length);
  return {
    params,
    labels: numbers(y),
    signal: (row) =>
      numbers({
        shape: [length],
        dtype: x.dtype,
        bytes: x.bytes.slice(row * length * size, (row + 1) * length * size),
      }),
  };
}

/** The settings in which runs on one data set differ. */
const OTHER = new Set(["seed", "data_seed", "analysis"]);

/** @param {import("../../state/schema.js").Values} ofRun @param {import("../../state/schema.js").Values} ofSet */
export function sameData(ofRun, ofSet) {
  const names = Object.keys(ofSet).filter((name) => !OTHER.has(name) && name in ofRun);
  const alike = names.every((name) => same(ofRun[name] ?? 0, ofSet[name] ?? 0));
  return alike && same(ofRun.data_seed ?? 0, ofSet.seed ?? 0);
}
