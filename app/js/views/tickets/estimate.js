// How long a run of this part will take: two short measurements of this machine (the dense network
// and one with nine weights in ten removed), and the plan's own tasks.

import { paramsFor } from "../../config.js";
import { duration, milliseconds } from "../../format.js";
import { byId, setText } from "../dom.js";
import { secondsOnPool } from "../models/estimate.js";

/** @typedef {import("../../schema.js").Values} Values */
/** @typedef {import("../../protocol.js").Task} Task */
/** @typedef {{config: import("../../protocol.js").Config, store: import("../../store.js").Store, runtime: import("../../runtime.js").Runtime}} Parts */
/** @typedef {{dense: number, sparse: number}} Speed milliseconds a step */

const SECONDS = 0.05;
const SPARSE = 0.9;
const WAIT_MS = 700;

/** A measurement on the test set needs a forward pass; a training step costs about three. */
const FORWARD_SHARE = 1 / 3;

/** Between the two measurements, time goes with the density. @param {Speed} speed @param {number} sparsity */
export function msAt({ dense, sparse }, sparsity) {
  const slope = (dense - sparse) / SPARSE;
  return Math.max(sparse / 2, dense - slope * sparsity);
}

/**
 * Milliseconds of one step, evaluation included, on average over a search's levels.
 * @param {Values} params
 * @param {Speed} speed
 */
export function meanMs(params, speed) {
  const levels = /** @type {number[]} */ (params.sparsities ?? [0]);
  const train = levels.reduce((sum, level) => sum + msAt(speed, level), 0) / levels.length;
  const { num_samples = 5000, train_split = 0.8, batch_size, eval_every } = params;
  const tested = Number(num_samples) * (1 - Number(train_split));
  const perEvaluation = (FORWARD_SHARE * tested) / Number(batch_size);
  return train * (1 + perEvaluation / Number(eval_every));
}

/**
 * @param {Values} params
 * @param {Task[]} tasks
 * @param {Speed} speed
 * @param {number} workers
 */
export function secondsOf(params, tasks, speed, workers) {
  const ms = meanMs(params, speed);
  return secondsOnPool(
    tasks.map((task) => (ms * task.cost) / 1000),
    workers,
  );
}

/** One measurement at a time: two at once would measure each other. @type {Promise<unknown>} */
let queue = Promise.resolve();

export class Estimate {
  /** @param {Parts} parts @param {string} name @param {(params: Values) => Values} adapt as the run's own */
  constructor(parts, name, adapt) {
    this.parts = parts;
    this.name = name;
    this.adapt = adapt;
    this.element = byId(`${name}-estimate`);
    this.timer = 0;
    this.seen = false;
    /** @type {Map<string, Promise<Speed>>} */
    this.speeds = new Map();
    // Whoever never scrolls here is spared the measurement.
    new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen = true;
      this.schedule();
    }).observe(this.element.parentElement ?? this.element);
    parts.store.subscribe((state, before) => {
      const changed =
        state.params[name] !== before.params[name] || state.params.data !== before.params.data;
      const { phase, active, workers } = state.runtime;
      const free = phase === "ready" && active === 0;
      const wasFree = before.runtime.phase === "ready" && before.runtime.active === 0;
      if (changed || (free && !wasFree) || workers !== before.runtime.workers) this.schedule();
    });
  }

  schedule() {
    clearTimeout(this.timer);
    if (!this.seen) return;
    this.timer = window.setTimeout(() => {
      queue = queue.then(() => this.renew());
    }, WAIT_MS);
  }

  async renew() {
    const { config, store, runtime } = this.parts;
    const { phase, active, workers } = store.get().runtime;
    const { pool } = runtime;
    if (phase !== "ready" || active > 0 || !pool) return;
    const params = this.adapt(paramsFor(config, store.get().params, this.name));
    try {
      const call = { name: /** @type {const} */ ("plan"), experiment: this.name, params };
      const plan = JSON.parse(await pool.call(call));
      const speed = await this.speed(pool, plan.params);
      const seconds = secondsOf(plan.params, plan.tasks, speed, workers);
      const steps = `${milliseconds(speed.dense)} a step dense, ${milliseconds(speed.sparse)} at 90 % removed`;
      setText(this.element, `Will take about ${duration(seconds)} here (${steps}).`);
    } catch (error) {
      setText(this.element, error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {import("../../pool.js").Pool} pool @param {Values} params @returns {Promise<Speed>} */
  speed(pool, params) {
    const asked = this.question(params);
    const key = JSON.stringify(asked);
    const known = this.speeds.get(key);
    if (known) return known;
    const found = this.measure(pool, asked);
    this.speeds.set(key, found);
    found.catch(() => this.speeds.delete(key));
    return found;
  }

  /** @param {Values} params @returns {Values} */
  question(params) {
    const takes = new Set(this.parts.config.experiments.speed?.params.map(({ name }) => name));
    const own = Object.entries(params).filter(([name]) => takes.has(name) && name !== "seed");
    const models = [String(params.model)];
    return { ...Object.fromEntries(own), models, seconds: SECONDS, backends: "best", seed: 0 };
  }

  /** @param {import("../../pool.js").Pool} pool @param {Values} params @returns {Promise<Speed>} */
  async measure(pool, params) {
    /** @param {number} sparsity */
    const at = async (sparsity) => {
      const call = { name: /** @type {const} */ ("whole"), experiment: "speed" };
      const record = JSON.parse(await pool.call({ ...call, params: { ...params, sparsity } }));
      return Number(record.rows[0]?.ms_per_step);
    };
    return { dense: await at(0), sparse: await at(SPARSE) };
  }
}
