// An experiment's tasks, their rows and arrays straight from the workers. There is no record to
// merge: a whole data set as base64 in JSON would hold the page for far longer than a frame.

import { aborted } from "./run.js";
import { TaskState } from "./taskstate.js";

/** @typedef {import("./pool.js").Pool} Pool */
/** @typedef {import("./protocol.js").Task} Task */
/** @typedef {import("../state/schema.js").Values} Values */

/**
 * @typedef {object} TaskHooks
 * @property {(state: TaskState) => void} [onProgress] something has arrived
 * @property {AbortSignal} [signal]
 */

/**
 * @param {Pool} pool
 * @param {string} experiment
 * @param {Values} params
 * @param {TaskHooks} [hooks]
 * @returns {Promise<TaskState[]>} once all are finished; rejects when the signal aborts
 */
export async function runTasks(pool, experiment, params, hooks = {}) {
  const plan = JSON.parse(await pool.call({ name: "plan", experiment, params }));
  if (hooks.signal?.aborted) throw aborted();
  const tasks = /** @type {Task[]} */ (plan.tasks);
  return Promise.all(tasks.map((task) => runOne(pool, task, hooks)));
}

/**
 * @param {Pool} pool
 * @param {string} experiment one that plans a single task
 * @param {Values} params
 * @param {TaskHooks} [hooks]
 * @returns {Promise<TaskState>} once finished; rejects when the signal aborts
 */
export async function runTask(pool, experiment, params, hooks) {
  const [state] = await runTasks(pool, experiment, params, hooks);
  if (!state) throw new Error(`${experiment} has planned no task.`);
  return state;
}

/** @param {Pool} pool @param {Task} task @param {TaskHooks} hooks @returns {Promise<TaskState>} */
function runOne(pool, task, { onProgress, signal }) {
  const state = new TaskState(task);
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
