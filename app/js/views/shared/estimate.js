// How long a run will take: the plan says how much work each task is, and a measurement of this
// machine what a step costs. How much work a training is, Python alone knows (experiments/shared/work.py).

/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Task} Task */
/** @typedef {{params: Values, tasks: Task[]}} Plan */

/** @param {import("../../pool/pool.js").Pool} pool @param {string} experiment @param {Values} params @returns {Promise<Plan>} */
export async function planOf(pool, experiment, params) {
  return JSON.parse(await pool.call({ name: "plan", experiment, params }));
}

/**
 * When the last worker is through, each taking the next task as soon as it is free.
 * @param {number[]} tasks seconds, in the plan's order
 * @param {number} workers
 */
export function secondsOnPool(tasks, workers) {
  const busy = Array.from({ length: Math.max(1, workers) }, () => 0);
  for (const seconds of tasks) {
    const first = busy.indexOf(Math.min(...busy));
    busy[first] = (busy[first] ?? 0) + seconds;
  }
  return Math.max(...busy);
}

/**
 * Of a processor, what drawing a figure that grows takes, browser and garbage collection included: measured
 * by thread over 20 s of a search on two cores that were otherwise at rest.
 */
const DRAWING = 0.34;

/**
 * Seconds with the page's own work in them: it has a processor to itself only where the workers leave one.
 * @param {number} seconds @param {number} workers @param {number} [cores]
 */
export function withDrawing(seconds, workers, cores = navigator.hardwareConcurrency || 1) {
  return cores > workers ? seconds : (seconds * cores) / (cores - Math.min(DRAWING, cores / 2));
}

/**
 * When the pool is through, by what a step of each task's model takes.
 * @param {Plan} plan
 * @param {Map<string, number>} msPerStep by model
 * @param {number} workers
 * @returns {number | null} seconds; null where a model has not been measured
 */
export function estimate({ params, tasks }, msPerStep, workers) {
  const seconds = tasks.map(({ key, cost }) => {
    const ms = msPerStep.get(String(key.model ?? params.model ?? "mlp"));
    return ms === undefined ? null : (ms * cost) / 1000;
  });
  return seconds.some((task) => task === null)
    ? null
    : secondsOnPool(/** @type {number[]} */ (seconds), workers);
}
