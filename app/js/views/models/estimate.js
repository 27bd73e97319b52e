// How long a comparison will take: a quick measurement of this machine, then plain arithmetic.

/** @typedef {import("../../schema.js").Values} Values */

/** A measurement needs a forward pass; a training step costs about three of them. */
const FORWARD_SHARE = 1 / 3;

/**
 * Seconds of training and measuring of one network.
 * @param {Values} params
 * @param {number} msPerStep
 */
export function secondsOfTask(params, msPerStep) {
  const { steps, eval_every, batch_size, num_samples = 5000, train_split = 0.8 } = params;
  const measurements = Math.ceil(Number(steps) / Number(eval_every));
  const tested = Number(num_samples) * (1 - Number(train_split));
  const stepsOfOne = (FORWARD_SHARE * tested) / Number(batch_size);
  return (msPerStep * (Number(steps) + measurements * stepsOfOne)) / 1000;
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
 * The models of a comparison's tasks, in the plan's order.
 * @param {Values} params
 * @returns {string[]}
 */
export function tasksOf(params) {
  const models = /** @type {string[]} */ (params.models ?? []);
  const orders = params.shuffled === "both" ? 2 : 1;
  const values = /** @type {number[]} */ (params.values ?? []);
  const settings = "knob" in params ? values.length || Number(params.points) : orders;
  const rounds = settings * Number(params.seeds);
  return Array.from({ length: rounds }, () => models).flat();
}

/**
 * @param {Values} params
 * @param {Map<string, number>} msPerStep by model
 * @param {number} workers
 * @returns {number | null} seconds; null where a model has not been measured
 */
export function estimate(params, msPerStep, workers) {
  const tasks = tasksOf(params);
  if (tasks.some((model) => !msPerStep.has(model))) return null;
  const seconds = tasks.map((model) => secondsOfTask(params, msPerStep.get(model) ?? 0));
  return secondsOnPool(seconds, workers);
}
