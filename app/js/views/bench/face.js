// window.lab.bench: the bench for teachers, embedders and tests.

import { quote, shortened } from "../../state/quote.js";

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("../../state/schema.js").Values} Values */

/** @typedef {{mean: number, low: number | null, high: number | null, trials: number}} Measured */

/**
 * @typedef {object} BenchFace
 * @property {Values} params of the experiment, those of the data included
 * @property {(changes: Record<string, unknown>) => void} set throws ParamError for a bad value
 * @property {Record<string, Record<string, Measured>> | null} result test accuracy in percent by arm and sparsity; null before the first trial
 * @property {import("../../pool/protocol.js").Row[]} summary the same with the paired leads, as in a record; empty before the first trial
 * @property {() => void} pause until Play, or until somebody waits for it to be settled
 * @property {() => void} resume after that, as it was before: it goes on, unless it had been paused already
 * @property {(trials?: number, options?: {signal?: AbortSignal}) => Promise<BenchFace["result"]>} settled once the present settings have as many trials
 */

/** @param {BenchView} bench @returns {BenchFace} */
export function createFace(bench) {
  const { runner } = bench;
  return Object.freeze({
    get params() {
      return structuredClone(bench.params);
    },
    /** @param {Record<string, unknown>} changes */
    set(changes) {
      for (const [scope, values] of Object.entries(byScope(bench, changes))) {
        bench.store.dispatch({ type: "setMany", scope, values });
      }
    },
    get result() {
      return result(bench);
    },
    get summary() {
      const { answer, stale } = runner;
      return answer && !stale ? structuredClone(answer.summary) : [];
    },
    pause: () => bench.transport.rest(),
    resume: () => bench.transport.resume(),
    async settled(trials = 1, { signal } = {}) {
      // The check of the setting refuses what is no count of trials.
      if (!Number.isInteger(trials) || trials < 1 || trials > Number(bench.params.trials)) {
        bench.store.dispatch({ type: "set", scope: "bench", name: "trials", value: trials });
      }
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const look = () => {
          if (runner.phase === "failed") return end(() => reject(new Error(runner.message)));
          const { answer } = runner;
          if (!answer || runner.stale || answer.summarised < trials) return;
          end(() => resolve(result(bench)));
        };
        const unsubscribe = runner.subscribe(look);
        bench.await(1);
        const end = (/** @type {() => void} */ how) => {
          unsubscribe();
          signal?.removeEventListener("abort", leave);
          bench.await(-1);
          how();
        };
        const leave = () => end(() => reject(signal?.reason));
        signal?.addEventListener("abort", leave);
        runner.play();
        look();
      });
    },
  });
}

/** The data's parameters are shared by the page, the others are the bench's own. @param {BenchView} bench @param {Record<string, unknown>} changes */
function byScope(bench, changes) {
  if (Object.prototype.toString.call(changes) !== "[object Object]") {
    throw new Error(`Settings must be an object of names and values; got ${quote(changes)}.`);
  }
  const { params } = bench.store.get();
  /** @type {Record<string, Record<string, unknown>>} */
  const scopes = {};
  for (const [name, value] of Object.entries(changes)) {
    const scope = Object.hasOwn(params.data ?? {}, name) ? "data" : "bench";
    if (!Object.hasOwn(params[scope] ?? {}, name)) {
      throw new Error(`${shortened(name)} is not a setting of the bench.`);
    }
    scopes[scope] = { ...scopes[scope], [name]: value };
  }
  return scopes;
}

/** @param {BenchView} bench @returns {BenchFace["result"]} */
function result({ runner }) {
  const { answer } = runner;
  if (!answer || answer.summarised === 0 || runner.stale) return null;
  /** @type {Record<string, Record<string, Measured>>} */
  const arms = {};
  for (const row of answer.summary) {
    if (row.what !== "test_acc") continue;
    const { mean, low = null, high = null, n } = row;
    const arm = String(row.arm);
    arms[arm] ??= {};
    arms[arm][String(row.sparsity)] = {
      mean: Number(mean),
      low: low === null ? null : Number(low),
      high: high === null ? null : Number(high),
      trials: Number(n),
    };
  }
  return arms;
}
