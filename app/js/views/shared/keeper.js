// Keeps one run of a panel in the browser's storage as it goes: claimed for this tab, written at
// each checkpoint, one write after the other, let go of at its end.

import { reasonOf } from "../../state/database.js";
import { newId, own } from "../../state/owner.js";
import * as saved from "../../state/saved.js";
import { keepText, readText } from "../../state/storage.js";
import { namesOf } from "./classnames.js";

/** @typedef {import("../../pool/run.js").Run} Run */
/** @typedef {import("../../pool/taskstate.js").TaskState} TaskState */

/**
 * @typedef {object} KeeperHooks
 * @property {(share: number) => void} onKept this share of the work is stored
 * @property {(message: string) => void} onNotice
 */

/** Begins the panel's name of a kept run that is done again; its id follows. */
export const AGAIN = "again/";

/** The tab's last run of each panel: what a reload of this very tab offers first. @param {string} experiment @param {string} [id] */
export function lastOfTab(experiment, id) {
  const key = `mnist1d-lab.last.${experiment}`;
  if (id) keepText("tab", key, id);
  return readText("tab", key);
}

/** After the last step only the end itself is to come, without which it is not whole. */
const ALMOST = 0.999;

/** How much of a run is stored: 1 is finished. @param {saved.SavedHead} head */
export function storedShare({ done, total, finished }) {
  if (finished) return 1;
  return total > 0 ? Math.min(done / total, ALMOST) : 0;
}

export class Keeper {
  /** @param {string} experiment the panel's name @param {string} version @param {KeeperHooks} hooks */
  constructor(experiment, version, hooks) {
    this.experiment = experiment;
    this.version = version;
    this.hooks = hooks;
    this.id = "";
    /** @type {import("../../state/schema.js").Values} */
    this.asked = {};
    /** @type {(() => void) | null} */
    this.release = null;
    this.saving = Promise.resolve();
    this.broken = false;
    this.first = true;
    /** How much of the work is stored. */
    this.share = 0;
  }

  /** Claims a kept run, or the place of a new one. @param {import("../../state/schema.js").Values} asked @param {saved.SavedHead | null} [kept] */
  async begin(asked, kept) {
    void this.end();
    const id = kept?.id ?? newId();
    const release = await own(id);
    if (!release) throw new Error("This run is going on in another tab.");
    Object.assign(this, {
      id,
      asked,
      release,
      broken: false,
      first: !kept,
      share: kept ? storedShare(kept) : 0,
      saving: Promise.resolve(),
    });
    if (kept) await saved.takeOver(id).catch((error) => this.lose(error));
    lastOfTab(this.experiment, id);
  }

  /** Stores the states at their last checkpoints. @param {Run} run @param {TaskState[]} states @param {string} backend */
  keep(run, states, backend) {
    if (this.broken) return;
    const head = this.headOf(run, backend);
    const all = this.first ? run.tasks : states;
    const makesRoom = this.first;
    this.first = false;
    this.saving = this.saving
      .then(() => (this.broken ? undefined : saved.save(head, all)))
      .then(() => {
        if (this.broken) return;
        this.share = storedShare(head);
        this.hooks.onKept(this.share);
      })
      .then(() => (makesRoom ? this.makeRoom() : undefined))
      .catch((error) => this.lose(error));
  }

  /** @param {Run} run @param {string} backend @returns {saved.SavedHead} */
  headOf(run, backend) {
    return {
      id: this.id,
      owner: "",
      experiment: this.experiment,
      version: this.version,
      backend,
      params: run.params,
      asked: this.asked,
      order: run.tasks.map((state) => state.task.id),
      done: run.tasks.reduce((sum, state) => sum + state.kept.done, 0),
      total: run.total,
      finished: run.tasks.every((state) => state.finished),
      elapsed: run.elapsed,
      at: Date.now(),
      names: namesOf(run.params),
      size: saved.sizeOf(run.tasks),
    };
  }

  async makeRoom() {
    for (const { experiment, params } of await saved.makeRoom()) {
      const what = `${experiment.startsWith(AGAIN) ? "one done again" : experiment}, seed ${params.seed}`;
      this.hooks.onNotice(
        `The oldest run to go on with (${what}) was let go of to make room for this one.`,
      );
    }
  }

  /** Says once that the run goes on without being kept, or without what comes now. @param {Error | DOMException} error */
  lose(error) {
    if (this.broken) return;
    this.broken = true;
    const is = this.share > 0 ? `from ${Math.floor(100 * this.share)} % on it is` : "is";
    this.hooks.onNotice(`This run goes on but ${is} not kept for later: ${reasonOf(error)}.`);
  }

  /** Lets others go on with the run, once all is written. */
  async end() {
    const { release, saving } = this;
    this.release = null;
    if (!release) return;
    await saving;
    release();
  }

  /** Throws the run away. */
  async forget() {
    const { id, saving, release } = this;
    this.id = "";
    this.release = null;
    await saving;
    // A storage that is forbidden or silent has nothing to be thrown away from.
    if (id && !this.broken) await saved.remove(id, release !== null).catch(() => {});
    release?.();
    this.hooks.onKept(0);
  }
}
