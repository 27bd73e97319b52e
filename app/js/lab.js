// window.lab: the page for teachers, embedders and tests.

import { aborted, Run } from "./pool/run.js";
import { followAside } from "./state/asides.js";
import { DATA_ONLY, schemasOf } from "./state/config.js";
import { allow } from "./state/consent.js";
import { quote } from "./state/quote.js";
import { checkAll, nearest, ParamError } from "./state/schema.js";

/** @typedef {import("./pool/protocol.js").Config} Config */
/** @typedef {import("./pool/protocol.js").RunRecord} RunRecord */
/** @typedef {import("./state/store.js").Store} Store */
/** @typedef {import("./start/runtime.js").Runtime} Runtime */

/**
 * @typedef {object} RunOptions
 * @property {(event: Record<string, unknown>) => void} [onEvent] rows, progress, arrays and notices as they come
 * @property {AbortSignal} [signal]
 * @property {boolean} [keep] among the visitor's runs, as every other that comes to its end; true where it is not said
 */

/**
 * @typedef {object} Lab
 * @property {Promise<void>} ready
 * @property {string} version
 * @property {string} backend
 * @property {() => Config["experiments"]} experiments
 * @property {(name: string, params?: Record<string, unknown>, options?: RunOptions) => Promise<RunRecord>} run
 * @property {() => string} permalink
 * @property {import("./views/bench/face.js").BenchFace | null} bench null until it is on the page
 */

/**
 * @param {{config: Config, store: Store, runtime: Runtime, permalink: () => string, bench: () => Lab["bench"]}} parts
 * @returns {Lab}
 */
export function createLab({ config, store, runtime, permalink, bench }) {
  return Object.freeze({
    get bench() {
      return bench();
    },
    ready: runtime.ready.then(() => undefined),
    version: config.version,
    get backend() {
      return store.get().runtime.backend;
    },
    experiments: () => structuredClone(config.experiments),
    /** @param {string} name @param {Record<string, unknown>} [params] @param {RunOptions} [options] */
    async run(name, params = {}, options = {}) {
      const given = withPreset(config, name, checkedParams(params));
      const { onEvent, signal, keep } = checkedOptions(options);
      signal?.throwIfAborted();
      // Only the visitor's console and this page's own origin can call this.
      if (typeof given.criterion_code === "string") allow(given.criterion_code);
      return runToRecord(runtime, store, name, given, { onEvent, signal, keep });
    },
    permalink,
  });
}

/** Not arrays, dates or maps, which have no names of parameters. @param {unknown} value @returns {value is Record<string, unknown>} */
function isTable(value) {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** @param {unknown} params @returns {Record<string, unknown>} */
function checkedParams(params) {
  if (params === undefined || params === null) return {};
  if (isTable(params)) return params;
  const message = `params must be an object of names and values; got ${quote(params)}.`;
  throw new ParamError("params", message);
}

/** @param {unknown} options @returns {RunOptions} */
function checkedOptions(options) {
  if (options === undefined || options === null) return { keep: true };
  if (!isTable(options)) {
    const message = `options must be an object; got ${quote(options)}.`;
    throw new ParamError("options", message);
  }
  const { onEvent, signal, keep = true } = options;
  if (onEvent !== undefined && typeof onEvent !== "function") {
    const message = `onEvent must be a function; got ${quote(onEvent)}.`;
    throw new ParamError("onEvent", message);
  }
  // By what it can do: that of a page around a frame is of another kind by name.
  if (signal !== undefined && typeof Object(signal).throwIfAborted !== "function") {
    throw new ParamError("signal", `signal must be an AbortSignal; got ${quote(signal)}.`);
  }
  if (typeof keep !== "boolean") {
    throw new ParamError("keep", `keep must be true or false; got ${quote(keep)}.`);
  }
  return /** @type {RunOptions} */ ({ onEvent, signal, keep });
}

/**
 * The parameters checked; a `preset` among them is spelt out first.
 * @param {Config} config
 * @param {string} name
 * @param {Record<string, unknown>} params
 */
function withPreset(config, name, params) {
  const known = typeof name === "string" && Object.hasOwn(config.experiments, name);
  const info = known ? config.experiments[name] : undefined;
  if (!info) {
    const names = Object.keys(config.experiments);
    const near = typeof name === "string" ? nearest(name, names) : "";
    const hint = near ? ` Did you mean ${near}?` : "";
    const message = `experiment must be one of ${names.join(", ")}; got ${quote(name)}.${hint}`;
    throw new ParamError("experiment", message);
  }
  const { preset, ...own } = params;
  if (preset === undefined) return checkAll(schemasOf(config, name), own, name);
  const values =
    typeof preset === "string" && Object.hasOwn(info.presets, preset) && info.presets[preset];
  if (!values) {
    const known = Object.keys(info.presets).join(", ");
    throw new ParamError("preset", `preset must be one of ${known}; got ${quote(preset)}.`);
  }
  return checkAll(schemasOf(config, name), { ...values, ...own }, name);
}

/**
 * @param {Runtime} runtime
 * @param {Store} store
 * @param {string} name
 * @param {Record<string, unknown>} params
 * @param {RunOptions} options
 * @returns {Promise<RunRecord>}
 */
async function runToRecord(runtime, store, name, params, { onEvent, signal, keep }) {
  /** @type {Run | null} */
  let run = null;
  /** @type {Promise<never>} */
  const abort = new Promise((_, reject) => {
    signal?.addEventListener("abort", () => {
      run?.stop();
      reject(aborted());
    });
  });
  /** @type {unknown} */
  let thrown = null;
  // What an embedder's listener throws ends the run and reaches the embedder; it must not reach the
  // pool, whose worker would then never be free again.
  const tell = (/** @type {Record<string, unknown>} */ event) => {
    if (thrown) return;
    try {
      onEvent?.(event);
    } catch (error) {
      thrown = error;
      run?.stop();
    }
  };
  const note = (/** @type {string} */ message) => tell({ kind: "notice", message });
  const work = async () => {
    const pool = await poolOf(runtime, store);
    if (signal?.aborted) throw aborted();
    run = new Run(pool, name, {
      onMessage: (state, message) => {
        aside.told();
        tell(eventOf(state, message));
      },
      onNotice: note,
    });
    const aside = followAside(store, run);
    store.dispatch({ type: "active", change: 1 });
    try {
      await run.start(params);
      const record = await run.record();
      // Those that only make data are made by every turn of a knob.
      if (keep && !DATA_ONLY.has(name)) void keepAlso(run, note);
      return record;
    } catch (error) {
      throw thrown ?? error;
    } finally {
      aside.ended();
      store.dispatch({ type: "active", change: -1 });
    }
  };
  return signal ? Promise.race([work(), abort]) : work();
}

/** @param {Run} run @param {(message: string) => void} note */
async function keepAlso(run, note) {
  const { keepCalled } = await import("./views/runs/keeping.js");
  await keepCalled(run, note);
}

/**
 * The workers once they are there. A start that fails may be tried again, but only by somebody who
 * looks at the page, so it is refused at once.
 * @param {Runtime} runtime
 * @param {Store} store
 * @returns {Promise<import("./pool/pool.js").Pool>}
 */
function poolOf(runtime, store) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { phase, message } = store.get().runtime;
      const { pool } = runtime;
      if (phase === "failed" || phase === "unsupported") settle(() => reject(new Error(message)));
      if (phase === "ready" && pool) settle(() => resolve(pool));
    };
    const unsubscribe = store.subscribe(look);
    const settle = (/** @type {() => void} */ how) => {
      unsubscribe();
      how();
    };
    look();
  });
}

/**
 * What an embedder hears: plain objects with their task's key, arrays with their bytes.
 * @param {import("./pool/taskstate.js").TaskState} state
 * @param {import("./pool/protocol.js").SessionMessage} message
 */
function eventOf(state, message) {
  const task = { id: state.task.id, ...state.task.key };
  if (message.kind !== "array") return { ...message, task };
  return { kind: "array", name: message.name, ...state.arrays.get(message.name), task };
}
