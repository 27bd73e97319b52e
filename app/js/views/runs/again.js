// A kept run done again on this page, and what Python says of the two (analysis/replication.py). It is
// kept as it goes, like any run, so that a reload or a closed lid leaves something to go on with.

import { Run } from "../../pool/run.js";
import { followAside } from "../../state/asides.js";
import * as kept from "../../state/keptruns.js";
import { isFree, newId } from "../../state/owner.js";
import * as saved from "../../state/saved.js";
import { AGAIN, Keeper } from "../shared/keeper.js";
import { keepRecord, NEW } from "./keeping.js";
import { calledOf, LONGEST_NAME, timeOf } from "./words.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {kept.KeptRun} KeptRun */
/** @typedef {{verdict: "same" | "close" | "different", sentence: string}} Verdict */

const SHOW_EVERY_MS = 100;

export class Again {
  /** @param {Page} page @param {(message: string) => void} note */
  constructor(page, note) {
    this.page = page;
    this.note = note;
    /** Those under way, by the kept run's id. @type {Map<string, Run>} */
    this.running = new Map();
    /** Those that were left in the middle. @type {Map<string, saved.SavedHead>} */
    this.left = new Map();
  }

  /** Looks for those that this tab or another left; what belongs to no run any more goes. @param {KeptRun[]} runs */
  async look(runs) {
    const { version } = this.page.config;
    for (const head of await saved.allHeads()) {
      if (!head.experiment.startsWith(AGAIN) || !(await isFree(head.id))) continue;
      const id = head.experiment.slice(AGAIN.length);
      const known = runs.some((run) => run.id === id) && head.version === version;
      if (known) this.left.set(id, head);
      else await saved.remove(head.id);
    }
  }

  /** How far one that was left had come; null where none was. @param {string} id */
  shareOf(id) {
    const head = this.left.get(id);
    return head && !this.running.has(id) ? head.done / head.total : null;
  }

  /** Stops it, if it is under way. @param {string} id */
  stop(id) {
    const run = this.running.get(id);
    run?.stop();
    return run !== undefined;
  }

  /**
   * Anew, or on from where it was left.
   * @param {KeptRun} before
   * @param {(share: number) => void} onProgress
   * @returns {Promise<void>} once the verdict is kept with the run
   */
  async start(before, onProgress) {
    const { runtime, store, config } = this.page;
    const pool = await runtime.ready;
    const keeper = new Keeper(AGAIN + before.id, config.version, {
      onKept: () => {},
      onNotice: this.note,
    });
    const run = this.runOf(pool, before, keeper, (share) => {
      aside.told();
      onProgress(share);
    });
    const aside = followAside(store, run);
    this.running.set(before.id, run);
    store.dispatch({ type: "active", change: 1 });
    try {
      onProgress(0);
      await this.work(run, before, keeper);
      await this.judge(pool, before, await run.file());
    } finally {
      this.running.delete(before.id);
      this.left.delete(before.id);
      aside.ended();
      store.dispatch({ type: "active", change: -1 });
      await keeper.forget();
    }
  }

  /** @param {import("../../pool/pool.js").Pool} pool @param {KeptRun} before @param {Keeper} keeper @param {(share: number) => void} onProgress */
  runOf(pool, before, keeper, onProgress) {
    let shown = 0;
    const run = new Run(pool, before.experiment, {
      onMessage: () => {
        if (performance.now() - shown < SHOW_EVERY_MS) return;
        shown = performance.now();
        onProgress(run.done / run.total);
      },
      onCheckpoint: (state) => keeper.keep(run, [state], this.page.store.get().runtime.backend),
      onNotice: this.note,
    });
    return run;
  }

  /** @param {Run} run @param {KeptRun} before @param {Keeper} keeper */
  async work(run, before, keeper) {
    const head = this.left.get(before.id);
    await keeper.begin(before.params, head);
    if (head) await run.resumeFrom(await saved.load(head));
    else await run.start(before.params);
  }

  /** @param {import("../../pool/pool.js").Pool} pool @param {KeptRun} before @param {Blob} file */
  async judge(pool, before, file) {
    const files = [await kept.recordOf(before.id), file];
    const asked = /** @type {const} */ ({ name: "records", what: "again" });
    /** @type {Verdict} */
    const { verdict, sentence } = JSON.parse(await pool.call({ ...asked, files }));
    const again = { verdict, sentence: `Done again ${timeOf(Date.now())}. ${sentence}` };
    await kept.change(before.id, { again });
    // What is the same is kept already.
    if (verdict === "same") return;
    const name = `${calledOf(this.page.config, before)}, again`.slice(-LONGEST_NAME);
    await keepRecord(pool, file, { ...NEW, id: newId(), panel: before.panel, name });
  }
}
