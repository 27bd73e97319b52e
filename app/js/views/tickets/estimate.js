// How long a run of this part will take: a short search on this machine, with the run's own data and
// network, says what a unit of work costs; the plan says how much work there is. All workers do the
// search at once, as they will do the run: two that share a processor's caches are slower than one alone.

import { paramsFor } from "../../state/config.js";
import { byId, setText } from "../shared/dom.js";
import { planOf, secondsOnPool, withDrawing } from "../shared/estimate.js";
import { counted, duration, milliseconds } from "../shared/format.js";

/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").Task} Task */
/** @typedef {{config: import("../../pool/protocol.js").Config, store: import("../../state/store.js").Store, runtime: import("../../start/runtime.js").Runtime}} Parts */

/** The first steps are left out: it takes some ten until a unit that will die has died. */
const PROBE_STEPS = 40;
const PROBE = {
  steps: PROBE_STEPS,
  eval_every: PROBE_STEPS / 2,
  schedule: "list",
  sparsities: [0, 0.5, 0.9],
  arms: ["lottery"],
  trials: 1,
  rewind_step: 0,
  criterion: "magnitude",
  criterion_code: "",
  seed: 0,
};

/** So many steps that what is measured between them does not count. */
const MANY = { steps: 20000, eval_every: 20000 };
const WAIT_MS = 700;

/**
 * Milliseconds a step in the second half of each training.
 * @param {Row[]} rows of a search with two measurements a training
 */
export function lateMs(rows) {
  return rows.flatMap((row, at) => {
    const before = rows[at - 1];
    if (!row.final || !before || before.level !== row.level) return [];
    const [first, last] = [Number(before.step), Number(row.step)];
    const spent = Number(row.ms_per_step) * last - Number(before.ms_per_step) * first;
    return [Math.max(0, spent) / (last - first)];
  });
}

/** When the pool is through. @param {Task[]} tasks @param {number} msPerUnit @param {number} workers */
export function secondsOf(tasks, msPerUnit, workers) {
  return secondsOnPool(
    tasks.map((task) => (msPerUnit * task.cost) / 1000),
    workers,
  );
}

/** One measurement at a time: two at once would measure each other. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** By the question, whichever experiment asked it. @type {Map<string, Promise<number>>} */
const known = new Map();

export class Estimate {
  /** @param {Parts} parts @param {string} name @param {(params: Values) => Values} adapt as the run's own */
  constructor(parts, name, adapt) {
    this.parts = parts;
    this.name = name;
    this.adapt = adapt;
    this.element = byId(`${name}-estimate`);
    this.timer = 0;
    this.seen = false;
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
      const plan = await planOf(pool, this.name, params);
      const ms = await msPerUnit(config, pool, plan.params, workers);
      const seconds = withDrawing(secondsOf(plan.tasks, ms, workers), workers);
      const what = `${counted(plan.tasks.length, "task")} on ${counted(workers, "worker")}`;
      setText(
        this.element,
        `Will take about ${duration(seconds)} here (${what}; a step of the dense network about ${milliseconds(ms)}).`,
      );
    } catch (error) {
      setText(this.element, error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * What a unit of a plan's work takes here; measured once a network and data, on all workers at once.
 * @param {Parts["config"]} config @param {import("../../pool/pool.js").Pool} pool @param {Values} params @param {number} workers
 * @returns {Promise<number>} milliseconds
 */
export function msPerUnit(config, pool, params, workers) {
  const takes = new Set(config.experiments.lottery?.params.map(({ name }) => name));
  const own = Object.fromEntries(Object.entries(params).filter(([name]) => takes.has(name)));
  const asked = { ...own, ...PROBE };
  const key = JSON.stringify([asked, workers]);
  const found = known.get(key) ?? measure(pool, asked, workers);
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

/** @param {import("../../pool/pool.js").Pool} pool @param {Values} params @param {number} workers */
async function measure(pool, params, workers) {
  const call = { name: /** @type {const} */ ("whole"), experiment: "lottery", params };
  // Each goes to a worker that is free.
  const asked = Array.from({ length: Math.max(1, workers) }, () => pool.call(call));
  const records = (await Promise.all(asked)).map((text) => JSON.parse(text));
  const { tasks } = await planOf(pool, "lottery", { ...params, ...MANY });
  const units = Number(tasks[0]?.cost) / MANY.steps;
  const spent = records.flatMap(({ rows }) => lateMs(rows)).reduce((sum, ms) => sum + ms, 0);
  return spent / records.length / units;
}
