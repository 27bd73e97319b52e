// Starts the runtime and keeps <html data-state> true: support check, download, pool, retry.

import { Pool } from "../pool/pool.js";
import { WORKER } from "../pool/protocol.js";
import { poolSize } from "../pool/size.js";
import { refusal } from "../state/consent.js";
import { supply } from "./images.js";
import { loadAssets } from "./loader.js";
import { isReplaced } from "./replaced.js";
import { missingFeature } from "./support.js";
import { vouchedFor } from "./vouched.js";

/** @typedef {import("../pool/protocol.js").Config} Config */
/** @typedef {import("../state/store.js").Store} Store */
/** @typedef {import("../pool/protocol.js").HeadStart} HeadStart */

/** What headstart.js has begun, once: a second try begins anew. @returns {HeadStart | undefined} */
function takeHeadStart() {
  const page = /** @type {{labHeadStart?: () => HeadStart}} */ (window);
  const taken = page.labHeadStart?.();
  page.labHeadStart = undefined;
  return taken;
}

/** @param {Config} config */
export function isPhone({ phone }) {
  return matchMedia(phone).matches;
}

/** From one telling of the progress to the next. */
const PROGRESS_MS = 150;

/** The first preview is there by then. */
const GROW_AFTER_MS = 250;

/** A file at fault is named by then, or not at all. */
const NAMED_WITHIN_MS = 1000;

/** And by then the other workers. */
const PREPARE_AFTER_MS = 1500;

export class Runtime {
  /** @param {Config} config @param {Store} store */
  constructor(config, store) {
    this.config = config;
    this.store = store;
    /** @type {Pool | null} */
    this.pool = null;
    /** The visitor's data files by name; they outlive a pool. @type {import("../pool/protocol.js").Added} */
    this.files = new Map();
    /** @type {(pool: Pool) => void} */
    this.resolve = () => {};
    /** Resolves once Python is there; a failed start may be tried again, so it never rejects. @type {Promise<Pool>} */
    this.ready = this.expected();
    /** Whether it has resolved. */
    this.up = false;
    /** The number of the present start. */
    this.turn = 0;
  }

  /** @returns {Promise<Pool>} */
  expected() {
    this.up = false;
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** Nothing more of the present Python: who waits for it is told, and who comes now waits for the next. @param {string} why */
  end(why) {
    this.pool?.terminate(why);
    if (this.up) this.ready = this.expected();
  }

  /** @param {unknown} error */
  async fail(error) {
    const message = error instanceof Error ? error.message : String(error);
    this.end(`Python has stopped (${message.replace(/\.$/, "")}).`);
    this.tell({ phase: "failed", message });
    if (!(await isReplaced(this.config.app)) || this.store.get().runtime.phase !== "failed") return;
    this.tell({
      replaced: true,
      message: "There is a newer version of this page by now, and this one’s files are gone.",
    });
  }

  /** @param {Partial<import("../state/store.js").Runtime>} patch */
  tell(patch) {
    this.store.dispatch({ type: "runtime", patch });
  }

  async start() {
    const missing = missingFeature();
    if (missing) {
      this.tell({ phase: "unsupported", message: missing });
      return;
    }
    this.end("Python is being started anew.");
    this.turn += 1;
    const { turn } = this;
    try {
      this.tell({ phase: "download", loaded: 0, message: "", replaced: false });
      const early = takeHeadStart();
      const base = document.baseURI;
      const { assets, checked } = loadAssets(this.config, base, this.progress(), early);
      assets.then(() => this.tell({ phase: "start" })).catch(() => {}); // startPool reports it
      // What was refused before has to leave the cache before a worker takes its modules from there.
      if (!early) await checked;
      await this.startPool(assets, checked, early);
    } catch (error) {
      // A start that was given up may still fail, and is not to end the one after it.
      if (turn === this.turn) await this.fail(error);
    }
  }

  /** Tells the progress now and then: what it changes is painted beside Python's start. */
  progress() {
    let pending = false;
    const latest = { loaded: 0, total: 0 };
    return (/** @type {number} */ loaded, /** @type {number} */ total) => {
      Object.assign(latest, { loaded, total });
      if (pending) return;
      pending = true;
      setTimeout(() => {
        pending = false;
        this.tell({ ...latest });
      }, PROGRESS_MS);
    };
  }

  /** A worker, which begins with the part of the download that it reads by itself. @param {HeadStart | undefined} early */
  spawn(early) {
    const begun = early?.worker;
    if (begun) {
      early.worker = null;
      return begun;
    }
    const url = new URL(`${this.config.app}${WORKER}`, document.baseURI);
    const worker = new Worker(vouchedFor(url), { type: "module" });
    const indexURL = new URL(this.config.runtime.baseUrl, document.baseURI).href;
    worker.postMessage({ type: "prefetch", indexURL });
    return worker;
  }

  /**
   * @param {Promise<import("../pool/protocol.js").Assets>} assets
   * @param {Promise<void>} checked fails when something is not as it was built
   * @param {HeadStart} [early]
   */
  async startPool(assets, checked, early) {
    const pool = new Pool({
      size: poolSize(navigator.hardwareConcurrency || 1, isPhone(this.config)),
      spawn: () => this.spawn(early),
      assets,
      holder: early?.worker,
      files: this.files,
      refusal,
      supply: (experiment, pool) => supply(this.config.images, experiment, pool),
      onChange: () => this.tell({ workers: pool.booted.length }),
      onFatal: ({ message }) => {
        if (pool !== this.pool) return;
        void this.fail(new Error(`The last worker could not be replaced (${message}).`));
      },
    });
    this.pool = pool;
    const booted = pool.boot().catch(async (error) => {
      // The check names the file that is at fault, where a worker only fails.
      await Promise.race([checked, new Promise((go) => setTimeout(go, NAMED_WITHIN_MS))]);
      throw error;
    });
    await Promise.all([checked, booted]);
    const { backend, fallback } = pool;
    this.tell({ phase: "ready", backend, message: fallback });
    this.up = true;
    this.resolve(pool);
    // Another start beside the first preview would make that late.
    setTimeout(() => pool.grow(), GROW_AFTER_MS);
  }

  /**
   * Has Python import every experiment before anybody asks for it. Besides, Chromium keeps machine
   * code for the next visit only where there is a megabyte of its best kind, which a start does not
   * quite make: so who only reads, too, comes back to a quick start.
   * @param {string[]} experiments
   */
  async prepare(experiments) {
    await this.ready;
    await new Promise((resolve) => setTimeout(resolve, PREPARE_AFTER_MS));
    for (const experiment of experiments) {
      // Whoever asks for one that fails is told by its run.
      await this.pool?.call({ name: "plan", experiment, params: {} }).catch(() => {});
    }
  }
}

/** Keeps the state of the page where tests, styles and embedders can read it. @param {Store} store */
export function reflectState(store) {
  store.subscribe(({ runtime }) => {
    const { phase, active, mounted } = runtime;
    const failed = phase === "failed" || phase === "unsupported";
    const up = active > 0 ? "running" : "ready";
    const state = failed ? "failed" : phase === "ready" ? up : "booting";
    if (document.documentElement.dataset.state !== state) {
      document.documentElement.dataset.state = state;
    }
    document.documentElement.toggleAttribute("data-mounted", mounted);
  });
}
