// One state, one reducer. Views read the state and dispatch actions; nothing else is kept anywhere.

import { check, defaults } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./schema.js").Value} Value */
/** @typedef {import("./schema.js").Values} Values */
/** @typedef {import("../pool/protocol.js").Row} Row */
/** @typedef {import("../pool/protocol.js").ArrayValue} ArrayValue */

/** @typedef {"recorded" | "planning" | "running" | "paused" | "finished" | "stopped" | "failed" | "empty"} RunPhase */

/**
 * @typedef {object} TaskView One task of a run, as the page shows it.
 * @property {import("../pool/protocol.js").Task["key"]} key
 * @property {string} note what it is doing
 * @property {number} done
 * @property {number} total
 * @property {number | null} left seconds, once its rate is known
 * @property {boolean} finished
 */

/**
 * @typedef {object} RunView What the page shows of one experiment.
 * @property {RunPhase} phase
 * @property {Values} params the parameters the shown rows were made with
 * @property {Values} asked the same as they were asked for, before the plan wrote them out
 * @property {Row[]} rows
 * @property {Record<string, ArrayValue>} arrays
 * @property {number} done
 * @property {number} total
 * @property {number} elapsed seconds of computing, pauses left out
 * @property {Row | null} latest the newest row
 * @property {string} backend
 * @property {Blob | null} record the record as a file of JSON, once finished
 * @property {string} id of the run as it is kept, once finished
 * @property {string[]} notices
 * @property {TaskView[]} tasks none for a recorded run
 * @property {number} kept share of the work that a reload would find in the browser's storage
 * @property {boolean} waiting no worker has come to it yet: all are busy with other runs
 * @property {string} origin of a recorded run: where and when, in words
 */

/**
 * @typedef {object} Runtime
 * @property {"idle" | "download" | "start" | "ready" | "failed" | "unsupported"} phase
 * @property {number} loaded bytes
 * @property {number} total bytes
 * @property {string} message
 * @property {string} backend
 * @property {number} workers
 * @property {number} active runs that are computing now
 * @property {boolean} mounted the view that is shown first is, and what surrounds it
 * @property {boolean} replaced the host has a newer version of the page, so that only a reload helps
 * @property {string} incomplete what could not be loaded of the page itself, a sentence, or ""
 */

/** How far a run is that no panel shows. @typedef {Pick<RunView, "phase" | "done" | "total" | "elapsed" | "tasks" | "waiting">} Aside */

/**
 * @typedef {object} State
 * @property {Record<string, Values>} params by scope: "data" or an experiment's name
 * @property {Runtime} runtime
 * @property {Record<string, RunView>} runs by experiment
 * @property {Record<string, Aside>} asides runs that no panel shows, while they last
 * @property {number | null} level the level whose masks are shown; null follows the newest
 * @property {string[]} refused settings of a link that were not usable
 * @property {import("./permalink.js").Place} place what is shown and read
 * @property {string} code a criterion that came with a link and waits for a yes, or ""
 * @property {import("./permalink.js").LinkedFile | null} file a changed file that came with a link and waits to be shown
 * @property {ReadonlySet<string>} locked settings, as "scope.name", that stay at what they are (staging.js)
 */

/**
 * @typedef {{type: "set", scope: string, name: string, value: unknown}
 *   | {type: "setMany", scope: string, values: Record<string, unknown>}
 *   | {type: "reset", scope: string}
 *   | {type: "runtime", patch: Partial<Runtime>}
 *   | {type: "active", change: 1 | -1}
 *   | {type: "run", name: string, patch: Partial<RunView>}
 *   | {type: "aside", name: string, aside: Aside | null}
 *   | {type: "level", level: number | null}
 *   | {type: "refused", messages: string[]}
 *   | {type: "place", place: import("./permalink.js").Place}
 *   | {type: "code", code: string}
 *   | {type: "file", file: import("./permalink.js").LinkedFile | null}
 *   | {type: "lock", settings: {scope: string, name: string}[]}} Action
 */

/** @returns {RunView} */
export function emptyRun() {
  return {
    phase: "empty",
    params: {},
    asked: {},
    rows: [],
    arrays: {},
    done: 0,
    total: 0,
    elapsed: 0,
    latest: null,
    backend: "",
    record: null,
    id: "",
    notices: [],
    tasks: [],
    kept: 0,
    waiting: false,
    origin: "",
  };
}

/**
 * @param {Record<string, Schema[]>} scopes
 * @returns {State}
 */
export function initialState(scopes) {
  const entries = Object.entries(scopes);
  return {
    params: Object.fromEntries(entries.map(([scope, schemas]) => [scope, defaults(schemas)])),
    runtime: {
      phase: "idle",
      loaded: 0,
      total: 0,
      message: "",
      backend: "",
      workers: 0,
      active: 0,
      mounted: false,
      replaced: false,
      incomplete: "",
    },
    runs: {},
    asides: {},
    level: null,
    refused: [],
    place: { view: "", part: "" },
    code: "",
    file: null,
    locked: new Set(),
  };
}

/**
 * @param {Record<string, Schema[]>} scopes
 * @returns {(state: State, action: Action) => State}
 */
export function reducerFor(scopes) {
  /** @param {State} state @param {string} scope @param {Record<string, unknown>} values */
  const withValues = (state, scope, values) => {
    const schemas = scopes[scope] ?? [];
    const checked = { ...state.params[scope] };
    for (const [name, value] of Object.entries(values)) {
      const schema = schemas.find((item) => item.name === name);
      if (schema && !state.locked.has(`${scope}.${name}`)) checked[name] = check(schema, value);
    }
    return { ...state, params: { ...state.params, [scope]: checked } };
  };
  return (state, action) => {
    switch (action.type) {
      case "set":
        return withValues(state, action.scope, { [action.name]: action.value });
      case "setMany":
        return withValues(state, action.scope, action.values);
      case "reset":
        return withValues(state, action.scope, defaults(scopes[action.scope] ?? []));
      case "runtime":
        return { ...state, runtime: { ...state.runtime, ...action.patch } };
      case "active": {
        const active = state.runtime.active + action.change;
        return { ...state, runtime: { ...state.runtime, active } };
      }
      case "run": {
        const before = state.runs[action.name] ?? emptyRun();
        return { ...state, runs: { ...state.runs, [action.name]: { ...before, ...action.patch } } };
      }
      case "aside": {
        const { [action.name]: _, ...others } = state.asides;
        return {
          ...state,
          asides: action.aside ? { ...others, [action.name]: action.aside } : others,
        };
      }
      case "level":
        return { ...state, level: action.level };
      case "refused":
        return { ...state, refused: action.messages };
      case "place":
        return { ...state, place: action.place };
      case "code":
        return { ...state, code: action.code };
      case "file":
        return { ...state, file: action.file };
      case "lock":
        return { ...state, locked: new Set(action.settings.map((s) => `${s.scope}.${s.name}`)) };
    }
  };
}

/**
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(action: Action) => void} dispatch throws ParamError for a bad value; the state stays
 * @property {(listener: (state: State, before: State) => void) => () => void} subscribe
 */

/**
 * A listener that throws is reported, and the others are told all the same.
 * @param {Record<string, Schema[]>} scopes
 * @param {(error: unknown) => void} [report]
 * @returns {Store}
 */
export function createStore(scopes, report = (error) => reportError(error)) {
  const reduce = reducerFor(scopes);
  let state = initialState(scopes);
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    dispatch(action) {
      const before = state;
      state = reduce(state, action);
      for (const listener of listeners) {
        try {
          listener(state, before);
        } catch (error) {
          report(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
