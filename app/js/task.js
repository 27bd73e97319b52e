// One task of an experiment, its rows and arrays straight from the worker. There is no record to
// merge: a whole data set as base64 in JSON would hold the page for far longer than a frame.

import { aborted } from "./run.js";
import { TaskState } from "./taskstate.js";

/** @typedef {import("./pool.js").Pool} Pool */
/** @typedef {import("./protocol.js").Task} Task */
/** @typedef {import("./schema.js").Values} Values */

/**
 * @typedef {object} TaskHooks
 * @property {(state: TaskState) => void} [onProgress] something has arrived
 * @property {AbortSignal} [signal]
 */

/**
 * @param {Pool} pool
 * @param {string} experiment one that plans a single task
 * @param {Values} params
 * @param {TaskHooks} [hooks]
 * @returns {Promise<TaskState>} once finished; rejects when the signal aborts
 */
export async function runTask(pool, experiment, params, { onProgress, signal } = {}) {
  const plan = JSON.parse(await pool.call({ name: "plan", experiment, params }));
  if (signal?.aborted) throw aborted();
  const state = new TaskState(/** @type {Task} */ (plan.tasks[0]));
  return new Promise((resolve, reject) => {
    const job = pool.submit(
      state,
      {
        onMessages(messages, buffers) {
          for (const message of messages) state.apply(message, buffers);
          onProgress?.(state);
          if (state.finished) resolve(state);
        },
        onError: reject,
        onRestart: () => onProgress?.(state),
      },
      false,
    );
    signal?.addEventListener("abort", () => {
      pool.stop(job);
      reject(aborted());
    });
  });
}
