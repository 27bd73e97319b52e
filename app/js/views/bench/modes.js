// What the bench's figure shows: the curve over sparsity, a sweep over a knob of the data, or
// accuracy against the learning rate. Only the one that is shown computes.

import { byId } from "../shared/dom.js";
import { followSweep } from "./finished.js";
import { Rates } from "./rates.js";
import { Sweep } from "./sweep.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {"curve" | "sweep" | "rates"} Name */

const NAMES = /** @type {const} */ (["curve", "sweep", "rates"]);

export class Modes {
  /** @param {BenchView} bench */
  constructor(bench) {
    this.bench = bench;
    /** @type {Name} */
    this.name = "curve";
    this.sweep = new Sweep(bench);
    this.rates = new Rates(bench);
    /** @type {Parameters<typeof followSweep>[0]} */
    const page = { store: bench.store, keep: (...kept) => bench.keep(...kept) };
    followSweep(page, this.sweep.runner, "bench_sweep");
    // Not "rivals": that is the panel of the tickets, which shows a run of its own.
    followSweep(page, this.rates.runner, "bench_rates");
    for (const name of NAMES) {
      byId(`bench-mode-${name}`).addEventListener("click", () => this.turn(name));
    }
  }

  /** The mode that stands in for the curve, if one does. */
  get other() {
    return this.name === "curve" ? null : this[this.name];
  }

  /** @param {Name} name */
  turn(name) {
    this.name = name;
    for (const other of NAMES) {
      byId(`bench-mode-${other}`).setAttribute("aria-pressed", String(other === name));
    }
    byId("bench-sweepbar").hidden = name !== "sweep";
    this.other?.begin();
    this.bench.mayRun();
    this.bench.schedule();
  }

  /** @param {boolean} away whether nothing of the bench may compute */
  hold(away) {
    this.bench.runner.hold(away || this.name !== "curve");
    this.sweep.runner.hold(away || this.name !== "sweep");
    this.rates.runner.hold(away || this.name !== "rates");
  }
}
