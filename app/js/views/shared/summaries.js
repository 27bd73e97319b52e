// Means, intervals and paired differences of the runs on show. Python works them out, also while a
// run is under way, so that there is one place where statistics are done.

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../start/runtime.js").Runtime} Runtime */

/** @typedef {{asked: string, table: Row[]}} Entry */

export class Summaries {
  /** @param {{config: Config, store: Store, runtime: Runtime}} parts @param {string[]} names of experiments */
  constructor({ config, store, runtime }, names) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Set<(name: string) => void>} */
    this.listeners = new Set();
    store.subscribe((state, before) => {
      for (const name of names) {
        const run = state.runs[name];
        if (run && run !== before.runs[name]) this.renew(name, run);
      }
    });
  }

  /** @param {string} name @returns {Row[]} */
  of(name) {
    if (this.store.get().runs[name]?.phase === "recorded") {
      return this.config.recorded[name]?.summary ?? [];
    }
    return this.entries.get(name)?.table ?? [];
  }

  /** @param {(name: string) => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
  }

  /** Asks again whenever one more network has come to its end. @param {string} name @param {RunView} run */
  renew(name, run) {
    const final = run.phase === "recorded" ? [] : run.rows.filter((row) => row.final);
    if (final.length === 0) {
      this.entries.delete(name);
      return;
    }
    const key = `${final.length} ${JSON.stringify(final[0])}`;
    const before = this.entries.get(name);
    if (before?.asked === key) return;
    const entry = { asked: key, table: before?.table ?? [] };
    this.entries.set(name, entry);
    void this.ask(name, run, final, entry);
  }

  /** @param {string} name @param {RunView} run @param {Row[]} final @param {Entry} entry */
  async ask(name, run, final, entry) {
    const { pool } = this.runtime;
    if (!pool) return;
    const call = { name: /** @type {const} */ ("summarise"), experiment: name };
    try {
      const answer = await pool.call({ ...call, params: run.params, rows: JSON.stringify(final) });
      if (this.entries.get(name) !== entry) return;
      entry.table = JSON.parse(answer);
      for (const listener of this.listeners) listener(name);
    } catch {
      // The run itself reports what went wrong; the next network's end asks again.
      entry.asked = "";
    }
  }
}
