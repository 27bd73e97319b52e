// Part 2: ten sample signals that follow the sliders.

import { SignalChart } from "../charts/signals.js";
import { paramsFor } from "../config.js";
import { decodeArray, numbers } from "../record.js";
import { byId, Summary, setText } from "./dom.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../protocol.js").Config} Config */
/** @typedef {import("../protocol.js").RunRecord} RunRecord */
/** @typedef {import("../charts/signals.js").Signal} Signal */

/** @param {RunRecord} record of `preview` @returns {Signal[]} */
export function signalsOf(record) {
  const { labels, "x/standardised": x, "t/standardised": t } = record.arrays;
  if (!labels || !x || !t) return [];
  const values = numbers(decodeArray(x));
  const positions = numbers(decodeArray(t));
  const length = positions.length;
  return numbers(decodeArray(labels)).map((label, i) => ({
    label,
    x: values.slice(i * length, (i + 1) * length),
    t: positions,
  }));
}

export class DataSection {
  /** @param {Config} config @param {Store} store @param {import("../runtime.js").Runtime} runtime */
  constructor(config, store, runtime) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    this.chart = new SignalChart(byId("data-chart"));
    this.summary = new Summary(byId("data-summary"));
    /** @type {RunRecord | undefined} */
    this.record = config.recorded.preview;
    /** @type {Set<(record: RunRecord) => void>} */
    this.listeners = new Set();
    this.busy = false;
    this.wanted = false;
    if (this.record) this.show(this.record, "Recorded, seed");
    store.subscribe((state, before) => {
      if (state.params.data !== before.params.data) void this.refresh();
    });
    /** Python's first answer. @type {Promise<void>} */
    this.answered = runtime.ready.then(() => this.refresh());
  }

  /** Hears every record that is shown, the present one at once. @param {(record: RunRecord) => void} listener */
  onRecord(listener) {
    this.listeners.add(listener);
    if (this.record) listener(this.record);
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
    performance.mark("preview:asked");
    try {
      const call = { name: /** @type {const} */ ("whole"), experiment: "preview", params };
      const text = await this.runtime.pool?.call(call);
      this.show(JSON.parse(text ?? "{}"), "Made just now with seed");
      performance.measure("preview", "preview:asked");
    } catch (error) {
      this.summary.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  /** @param {RunRecord} record @param {string} origin */
  show(record, origin) {
    this.record = record;
    const signals = signalsOf(record);
    this.chart.draw(signals);
    setText(byId("data-origin"), `${origin} ${record.params.seed}.`);
    this.summary.say(describe(record, signals));
    // Each in a task of its own, so that together they do not hold the page.
    for (const listener of this.listeners) {
      setTimeout(() => {
        if (this.record === record) listener(record);
      });
    }
  }

  /** The signals as a table, for download. @returns {import("../protocol.js").Row[]} */
  rows() {
    const { record } = this;
    if (!record) return [];
    const { seed, version } = { seed: Number(record.params.seed), version: record.version };
    return signalsOf(record).flatMap(({ label, x, t }) =>
      x.map((value, position) => ({
        label,
        position,
        t: t[position] ?? 0,
        x: value,
        seed,
        version,
      })),
    );
  }
}

/** @param {RunRecord} record @param {Signal[]} signals */
function describe(record, signals) {
  const { params } = record;
  const values = signals.flatMap((signal) => signal.x);
  const low = values.reduce((a, b) => Math.min(a, b), 0).toFixed(1);
  const high = values.reduce((a, b) => Math.max(a, b), 0).toFixed(1);
  const what = `${signals.length} signals of ${signals[0]?.x.length ?? 0} numbers, from ${low} to ${high}`;
  if (params.data_file) return `${what}: the first test sample of each class in the file.`;
  return `${what}: white noise ${params.iid_noise_scale}, correlated noise ${params.corr_noise_scale}, translation up to ${params.max_translation}.`;
}
