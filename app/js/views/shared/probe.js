// Measures, once a setting and only when nobody is computing, how long a step of each model takes
// here, so that a comparison can say beforehand how long it will be.

import { paramsFor } from "../../state/config.js";
import { KINDS } from "../models/kinds.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {{config: import("../../pool/protocol.js").Config, store: Store, runtime: import("../../start/runtime.js").Runtime}} Parts */

const SECONDS = 0.05;

export class Probe {
  /** @param {Parts} parts */
  constructor({ config, store, runtime }) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    /** @type {Map<string, Promise<Map<string, number>>>} */
    this.measured = new Map();
  }

  /**
   * Milliseconds a step by model, with the network settings of a scope; null while this is no time
   * to measure.
   * @param {string} scope
   */
  async ask(scope) {
    const params = this.settings(scope);
    const key = JSON.stringify(params);
    const { phase, active } = this.store.get().runtime;
    const pool = this.runtime.pool;
    if (!this.measured.has(key) && phase === "ready" && active === 0 && pool) {
      const call = { name: /** @type {const} */ ("whole"), experiment: "speed", params };
      this.measured.set(key, pool.call(call).then(readSteps));
    }
    const found = this.measured.get(key);
    return found ? found.catch(() => null) : null;
  }

  /** @param {string} scope @returns {Values} */
  settings(scope) {
    const { params } = this.store.get();
    const models = KINDS.map(({ id }) => id);
    const own = { ...params[scope], models, seconds: SECONDS, backends: "best", seed: 0 };
    return paramsFor(this.config, { ...params, probe: own }, "speed", "probe");
  }
}

/** @param {string} json a record of `speed` */
function readSteps(json) {
  /** @type {import("../../pool/protocol.js").RunRecord} */
  const record = JSON.parse(json);
  return new Map(record.rows.map((row) => [String(row.model), Number(row.ms_per_step)]));
}
