// One experiment on the page: start, pause, step, stop, reset, and going on after a reload. It
// turns a Run into a RunView in the store; sections draw that, and runbar.js holds the buttons.

import { Run } from "../../pool/run.js";
import { paramsFor, schemasOf } from "../../state/config.js";
import { decodeArrays } from "../../state/record.js";
import * as saved from "../../state/saved.js";
import { emptyRun } from "../../state/store.js";
import { labelOf } from "../models/kinds.js";
import { bringFileBack } from "./fileback.js";
import { Keeper } from "./keeper.js";
import { spoken } from "./spoken.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../start/runtime.js").Runtime} Runtime */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/taskstate.js").TaskState} TaskState */

const SHOW_EVERY_MS = 80;

/** @param {Config} config @param {string} name @returns {RunView} */
function recordedView(config, name) {
  const record = config.recorded[name];
  if (!record) return emptyRun();
  const { params, rows, backend, notices, elapsed_s, origin = "" } = record;
  const latest = rows[rows.length - 1] ?? null;
  const arrays = decodeArrays(record.arrays);
  return {
    ...emptyRun(),
    phase: "recorded",
    params,
    asked: params,
    rows,
    latest,
    arrays,
    backend,
    notices,
    origin,
    elapsed: elapsed_s,
  };
}

/** What a task has to say, with the task's model where several are trained. @param {TaskState} state */
function noticesOf({ task, notices }) {
  const several = Array.isArray(task.params.models) && task.params.models.length > 1;
  return notices.map((notice) => (several ? `${labelOf(task.key.model)}: ${notice}` : notice));
}

/** @param {TaskState} state @param {Run} run @returns {import("../../state/store.js").TaskView} */
function viewOf(state, run) {
  const { task, note, done, total, finished } = state;
  return { key: task.key, note, done, total, finished, left: state.leftAt(run.elapsed) };
}

export class RunPanel {
  /**
   * @param {object} parts
   * @param {Config} parts.config
   * @param {Store} parts.store
   * @param {Runtime} parts.runtime
   * @param {string} parts.name of the panel: its scope, its run in the store, its buttons
   * @param {string} [parts.experiment] what it runs, where that has another name
   * @param {(params: Values) => Values} [parts.adapt]
   */
  constructor({ config, store, runtime, name, experiment = name, adapt = (params) => params }) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    this.name = name;
    this.experiment = experiment;
    this.adapt = adapt;
    /** @type {Run | null} */
    this.run = null;
    /** @type {Row | null} */
    this.latest = null;
    this.timer = 0;
    this.computing = false;
    /** Hears of a run that has failed and may be gone on with. @type {() => void} */
    this.onFailed = () => {};
    this.keeper = new Keeper(name, config.version, {
      onKept: (kept) => this.show({ kept }),
      onNotice: (message) => this.note(message),
    });
    this.show(recordedView(config, name));
  }

  get phase() {
    return this.store.get().runs[this.name]?.phase ?? "empty";
  }

  get active() {
    return this.run !== null;
  }

  /** @param {Partial<RunView>} patch */
  show(patch) {
    this.store.dispatch({ type: "run", name: this.name, patch });
  }

  /** @param {boolean} on */
  setComputing(on) {
    if (on === this.computing) return;
    this.computing = on;
    this.store.dispatch({ type: "active", change: on ? 1 : -1 });
  }

  toggle() {
    if (!this.run) void this.start(false);
    else if (this.run.paused) this.resume();
    else this.pause();
  }

  /** The recorded run, which came later than the panel; not in the place of another. */
  showRecorded() {
    if (this.phase === "empty") this.show(recordedView(this.config, this.name));
  }

  /** What a run started now is asked for. @returns {Values} */
  get request() {
    return this.adapt(paramsFor(this.config, this.store.get().params, this.experiment, this.name));
  }

  /** @param {boolean} paused */
  async start(paused) {
    const params = this.request;
    await this.drive(params, async (run) => {
      await this.keeper.begin(params);
      await run.start(params, paused);
    });
  }

  /** With the settings as they are now, whatever is going on. */
  async restart() {
    this.leave();
    await this.start(false);
  }

  /** @param {saved.SavedHead} head */
  async continueFrom(head) {
    const asked = head.asked ?? head.params;
    await this.drive(asked, async (run) => {
      await this.keeper.begin(asked, head);
      await bringFileBack(this.runtime, head);
      await run.resumeFrom(await this.stored(head));
    });
  }

  /** @param {saved.SavedHead} head */
  stored(head) {
    return saved.load(head).catch((error) => {
      throw new Error(`The kept run cannot be read: ${error.message}.`);
    });
  }

  /**
   * @param {Values} asked
   * @param {(run: Run) => Promise<void>} begin
   */
  async drive(asked, begin) {
    const pool = await this.runtime.ready;
    if (this.run) return;
    const run = new Run(pool, this.experiment, this.hooks());
    this.run = run;
    this.latest = null;
    this.store.dispatch({ type: "level", level: null });
    this.show({ ...emptyRun(), phase: "planning", params: asked, asked });
    this.setComputing(true);
    try {
      await begin(run);
      this.finish({ phase: "finished", record: await run.file(), id: this.keeper.id });
    } catch (error) {
      if (this.run !== run) return;
      const stopped = error instanceof DOMException && error.name === "AbortError";
      const said = error instanceof Error ? error.message : String(error);
      const message = spoken(said, schemasOf(this.config, this.experiment));
      this.finish(stopped ? { phase: "stopped" } : { phase: "failed", notices: [message] });
    }
  }

  hooks() {
    return {
      onStart: () => {
        this.setComputing(this.run?.paused === false);
        this.showRun({});
      },
      onPlaced: () => this.schedule(),
      /** @param {TaskState} _state @param {import("../../pool/protocol.js").SessionMessage} message */
      onMessage: (_state, message) => {
        if (message.kind === "row") this.latest = message.row;
        if (message.kind === "row" || message.kind === "progress") this.schedule();
      },
      /** @param {TaskState} state */
      onCheckpoint: (state) => {
        if (this.run) this.keeper.keep(this.run, [state], this.store.get().runtime.backend);
      },
      /** @param {string} message */
      onNotice: (message) => this.note(message),
    };
  }

  /** @param {string} message */
  note(message) {
    const notices = this.store.get().runs[this.name]?.notices ?? [];
    if (!notices.includes(message)) this.show({ notices: [...notices, message] });
  }

  /** At most 12 times a second; a timer, because animation frames stop in a hidden tab. */
  schedule() {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.showRun({});
    }, SHOW_EVERY_MS);
  }

  /** @param {Partial<RunView>} patch */
  showRun(patch) {
    const { run } = this;
    if (!run) return;
    const arrays = Object.fromEntries(run.tasks.flatMap((state) => [...state.arrays]));
    const notices = [...(this.store.get().runs[this.name]?.notices ?? [])];
    for (const notice of run.tasks.flatMap(noticesOf)) {
      if (!notices.includes(notice)) notices.push(notice);
    }
    this.show({
      phase: run.paused ? "paused" : "running",
      // A plan that was refused has settled nothing.
      ...(run.tasks.length > 0 ? { params: run.params } : {}),
      waiting: !run.placed,
      rows: run.rows,
      latest: this.latest,
      arrays,
      notices,
      tasks: run.tasks.map((state) => viewOf(state, run)),
      done: run.done,
      total: run.total,
      elapsed: run.elapsed,
      backend: this.store.get().runtime.backend,
      ...patch,
    });
  }

  /** @param {Partial<RunView>} patch */
  finish(patch) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.showRun(patch);
    this.run = null;
    const free = this.keeper.end();
    if (patch.phase === "failed") void free.then(() => this.onFailed());
    this.setComputing(false);
  }

  pause() {
    this.run?.pause();
    this.setComputing(false);
    this.showRun({});
  }

  resume() {
    this.run?.resume();
    this.setComputing(true);
    this.showRun({});
  }

  /** One measurement; from rest, the first of a new run that then waits. */
  async step() {
    if (!this.run) {
      void this.start(true);
      return;
    }
    if (!this.run.paused) this.pause();
    this.run.step();
  }

  stop() {
    this.run?.stop();
  }

  /** Lets go of the run, which has no more to say. */
  leave() {
    const { run } = this;
    this.run = null;
    run?.stop();
    clearTimeout(this.timer);
    this.timer = 0;
    this.setComputing(false);
  }

  /** Back to the recorded run; what was kept for later is forgotten. */
  async reset() {
    this.leave();
    this.store.dispatch({ type: "level", level: null });
    this.show(recordedView(this.config, this.name));
    await this.keeper.forget();
  }
}
