// The ten sample signals of the present data settings, asked of Python whenever these change. What
// draws them listens; there is no DOM here.

import { paramsFor } from "../../state/config.js";
import { dataStamped } from "../../state/identity.js";
import { decodeArray, numbers } from "../../state/record.js";
import { nameColumn, nameOf } from "./classnames.js";

/** Marks of the browser's own timeline: `make bench` reads there how long a preview took. */
const [ASKED, ANSWERED] = ["preview:asked", "preview"];

/** @typedef {import("../../pool/protocol.js").RunRecord} RunRecord */
/** @typedef {import("../../pictures/signals.js").Signal} Signal */

/**
 * @typedef {object} Heard
 * @property {(record: RunRecord, fresh: boolean) => void} record `fresh` unless it is the recorded one
 * @property {(message: string) => void} [failure]
 */

/** @param {RunRecord} record of `preview` @returns {Signal[]} */
export function signalsOf(record) {
  const { labels, "x/standardised": x, "t/standardised": t } = record.arrays;
  if (!labels || !x || !t) return [];
  const values = numbers(decodeArray(x));
  const positions = numbers(decodeArray(t));
  const length = positions.length;
  return numbers(decodeArray(labels)).map((label, i) => ({
    label,
    caption: nameOf(record.params, label),
    x: values.slice(i * length, (i + 1) * length),
    t: positions,
  }));
}

export class Samples {
  /**
   * @param {import("../../pool/protocol.js").Config} config
   * @param {import("../../state/store.js").Store} store
   * @param {import("../../start/runtime.js").Runtime} runtime
   */
  constructor(config, store, runtime) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    /** Until Python has answered, the recorded one. @type {RunRecord | undefined} */
    this.record = config.recorded.preview;
    this.fresh = false;
    /** @type {Set<Heard>} */
    this.listeners = new Set();
    this.busy = false;
    this.wanted = false;
    store.subscribe((state, before) => {
      if (state.params.data !== before.params.data) void this.refresh();
    });
    /** Python's first answer. @type {Promise<void>} */
    this.answered = runtime.ready.then(() => this.refresh());
  }

  /** Hears every record, the present one at once. @param {Heard} listener */
  listen(listener) {
    this.listeners.add(listener);
    if (this.record) listener.record(this.record, this.fresh);
  }

  /** Asks for the newest settings; while an answer is under way, only the latest wish is kept. */
  async refresh() {
    this.wanted = true;
    if (this.busy || !this.runtime.pool || this.store.get().runtime.phase !== "ready") return;
    this.busy = true;
    while (this.wanted) {
      this.wanted = false;
      await this.ask();
    }
    this.busy = false;
  }

  async ask() {
    const params = paramsFor(this.config, this.store.get().params, "preview");
    performance.clearMarks(ASKED); // the browser keeps all that were ever made
    performance.mark(ASKED);
    try {
      const call = { name: /** @type {const} */ ("whole"), experiment: "preview", params };
      const text = await this.runtime.pool?.call(call);
      this.tell(JSON.parse(text ?? "{}"));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const listener of this.listeners) listener.failure?.(message);
    }
  }

  /** The first to listen is told at once, the others each in a task of its own, so that together they do not hold the page. @param {RunRecord} record */
  tell(record) {
    this.record = record;
    this.fresh = true;
    const [first, ...others] = this.listeners;
    first?.record(record, true);
    performance.clearMeasures(ANSWERED);
    performance.measure(ANSWERED, ASKED);
    for (const listener of others) {
      setTimeout(() => {
        if (this.record === record) listener.record(record, true);
      });
    }
  }

  /** The signals as a table, for download. @returns {import("../../pool/protocol.js").Row[]} */
  rows() {
    const { record } = this;
    if (!record) return [];
    return signalsOf(record).flatMap(({ label, x, t }) =>
      x.map((value, position) => {
        const where = { label, ...nameColumn(record.params, label), position };
        const row = { ...where, t: t[position] ?? 0, x: value };
        return dataStamped(this.config, record.params, row);
      }),
    );
  }
}
