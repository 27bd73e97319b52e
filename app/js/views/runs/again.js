// A kept run done again on this page, and what Python says of the two (analysis/replication.py).

import { Run } from "../../pool/run.js";
import * as kept from "../../state/keptruns.js";
import { newId } from "../../state/owner.js";
import { keepRecord, NEW } from "./keeping.js";
import { calledOf, LONGEST_NAME, timeOf } from "./words.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {kept.KeptRun} KeptRun */
/** @typedef {{verdict: "same" | "close" | "different", sentence: string}} Verdict */

const SHOW_EVERY_MS = 100;

export class Again {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** Those under way, by the kept run's id. @type {Map<string, Run>} */
    this.running = new Map();
  }

  /** Stops it, if it is under way. @param {string} id */
  stop(id) {
    const run = this.running.get(id);
    run?.stop();
    return run !== undefined;
  }

  /**
   * @param {KeptRun} before
   * @param {(share: number) => void} onProgress
   * @returns {Promise<void>} once the verdict is kept with the run
   */
  async start(before, onProgress) {
    const { runtime, store } = this.page;
    const pool = await runtime.ready;
    let shown = 0;
    const run = new Run(pool, before.experiment, {
      onMessage: () => {
        if (performance.now() - shown < SHOW_EVERY_MS) return;
        shown = performance.now();
        onProgress(run.done / run.total);
      },
    });
    this.running.set(before.id, run);
    store.dispatch({ type: "active", change: 1 });
    try {
      onProgress(0);
      await run.start(before.params);
      await this.judge(pool, before, await run.file());
    } finally {
      this.running.delete(before.id);
      store.dispatch({ type: "active", change: -1 });
    }
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
