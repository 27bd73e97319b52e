// A run: an experiment's tasks on the pool, from plan to record. It knows no view.

import { pack } from "./packed.js";
import { TaskState } from "./taskstate.js";

/** @typedef {import("./pool.js").Pool} Pool */
/** @typedef {import("./pool.js").Job} Job */
/** @typedef {import("./protocol.js").Task} Task */
/** @typedef {import("./protocol.js").Row} Row */
/** @typedef {import("./protocol.js").SessionMessage} SessionMessage */
/** @typedef {import("../state/schema.js").Values} Values */
/** @typedef {import("./taskstate.js").SavedTask} SavedTask */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * @typedef {object} RunHooks
 * @property {() => void} [onStart] the tasks are with the pool
 * @property {() => void} [onPlaced] a worker has taken the first of them
 * @property {(state: TaskState, message: SessionMessage) => void} [onMessage]
 * @property {(state: TaskState) => void} [onCheckpoint]
 * @property {(message: string) => void} [onNotice]
 */

/** @typedef {{params: Values, tasks: SavedTask[], elapsed: number}} SavedRun */

export class Run {
  /**
   * @param {Pool} pool
   * @param {string} experiment
   * @param {RunHooks} hooks
   */
  constructor(pool, experiment, hooks) {
    this.pool = pool;
    this.experiment = experiment;
    this.hooks = hooks;
    /** @type {Values} */
    this.params = {};
    /** @type {TaskState[]} */
    this.tasks = [];
    /** @type {Job[]} */
    this.jobs = [];
    this.paused = false;
    this.stopped = false;
    /** Whether a worker has taken a task: until then, all are busy with other runs. */
    this.placed = false;
    /** Seconds before the clock was last started. */
    this.before = 0;
    /** @type {number | null} */
    this.clock = null;
    /** @type {(error: Error) => void} */
    this.fail = () => {};
  }

  /** Plans and runs to the end. @param {Record<string, unknown>} params @param {boolean} [paused] */
  async start(params, paused = false) {
    this.paused ||= paused; // it may have been paused before this
    const text = await this.pool.call({ name: "plan", experiment: this.experiment, params });
    const plan = JSON.parse(text);
    this.params = plan.params;
    this.tasks = plan.tasks.map((/** @type {Task} */ task) => new TaskState(task));
    await this.work();
  }

  /** Goes on from where a saved run stood. @param {SavedRun} saved */
  async resumeFrom(saved) {
    this.params = saved.params;
    this.before = saved.elapsed;
    this.tasks = saved.tasks.map(TaskState.fromSaved);
    await this.work();
  }

  async work() {
    const supplied = this.pool.supply(this.experiment, this.pool);
    if (supplied) await supplied;
    if (this.stopped) throw aborted();
    if (!this.paused) this.clock = performance.now();
    await new Promise((resolve, reject) => {
      this.fail = (error) => {
        this.halt();
        // What one task could not do the others need not go on with.
        for (const job of this.unfinished()) this.pool.stop(job);
        reject(error);
      };
      this.submitAll(() => resolve(null));
      this.hooks.onStart?.();
      // Whoever starts step by step wants to see the first step.
      if (this.paused) this.step();
    });
    this.halt();
  }

  /** The record as a file of JSON. @returns {Promise<Blob>} */
  async file() {
    const file = await this.pool.file(await this.merging("file"));
    if (this.stopped) throw aborted();
    return file;
  }

  /** The record as an object. @returns {Promise<import("./protocol.js").RunRecord>} */
  async record() {
    const record = await this.pool.record(await this.merging("pieces"));
    if (this.stopped) throw aborted();
    return record;
  }

  /** @param {() => void} onDone */
  submitAll(onDone) {
    const open = this.tasks.filter((state) => !state.finished);
    if (open.length === 0) onDone();
    for (const state of open) {
      const hooks = {
        /** @param {SessionMessage[]} messages @param {Bytes[]} buffers */
        onMessages: (messages, buffers) => {
          state.heard(this.elapsed);
          for (const message of messages) this.take(state, message, buffers);
          if (this.tasks.every((task) => task.finished)) onDone();
        },
        onError: this.fail,
        /** @param {string} reason */
        onRestart: (reason) =>
          this.hooks.onNotice?.(
            `A worker was replaced (${reason}); its task goes on from its last checkpoint.`,
          ),
        onPlaced: () => this.begun(),
      };
      this.jobs.push(this.pool.submit(state, hooks, this.paused));
    }
  }

  begun() {
    if (this.placed) return;
    this.placed = true;
    this.hooks.onPlaced?.();
  }

  /** @param {TaskState} state @param {SessionMessage} message @param {Bytes[]} buffers */
  take(state, message, buffers) {
    state.apply(message, buffers);
    this.hooks.onMessage?.(state, message);
    if (message.kind === "checkpoint" || message.kind === "finished") {
      this.hooks.onCheckpoint?.(state);
    }
  }

  /** What makes the record out of the tasks' results. @param {"pieces" | "file"} form */
  async merging(form) {
    const packed = [];
    const results = [];
    let before = 0;
    for (const state of this.tasks) {
      results.push(resultOf(state, before));
      await breathe();
      packed.push(pack([...state.arrays.values()].map(({ bytes }) => bytes)));
      before += state.arrays.size;
      await breathe();
    }
    const { experiment, params } = this;
    const call = { experiment, params, results: `[${results.join(",")}]`, packed, form };
    return { ...call, name: /** @type {const} */ ("merge") };
  }

  pause() {
    this.paused = true;
    this.halt();
    for (const job of this.unfinished()) this.pool.steer(job, "pause");
  }

  resume() {
    this.paused = false;
    this.clock = performance.now();
    for (const job of this.unfinished()) this.pool.steer(job, "resume");
  }

  /** One measurement of the task that is furthest behind, among those that have a worker if any has. */
  step() {
    const open = this.unfinished();
    const placed = open.filter((job) => this.pool.memberOf(job));
    placed.sort((a, b) => a.state.rows.length - b.state.rows.length);
    // Where none has, they are being replaced: the first to come takes it up.
    const next = placed[0] ?? open[0];
    if (next) this.pool.steer(next, "step");
  }

  stop() {
    if (this.stopped) return;
    this.stopped = true;
    this.halt();
    for (const job of this.unfinished()) this.pool.stop(job);
    this.fail(aborted());
  }

  unfinished() {
    return this.jobs.filter((job) => !job.state.finished && !job.stopped);
  }

  halt() {
    this.before = this.elapsed;
    this.clock = null;
  }

  /** Seconds of computing, pauses left out. */
  get elapsed() {
    return this.before + (this.clock === null ? 0 : (performance.now() - this.clock) / 1000);
  }

  get rows() {
    return this.tasks.flatMap((state) => state.rows);
  }

  get done() {
    return this.tasks.reduce((sum, state) => sum + state.done, 0);
  }

  get total() {
    return this.tasks.reduce((sum, state) => sum + state.total, 0);
  }
}

/** Thousands of rows: writing those of all tasks at once would hold the page. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** What a task has said, as JSON, without its arrays' bytes. @param {TaskState} state @param {number} before arrays of other tasks */
function resultOf(state, before) {
  return JSON.stringify({
    task: state.task,
    rows: state.rows,
    notices: state.notices,
    elapsed_s: state.elapsed,
    backend: state.backend,
    arrays: [...state.arrays].map(([name, { shape, dtype }], index) => ({
      name,
      shape,
      dtype,
      buffer: before + index,
    })),
  });
}

export function aborted() {
  return new DOMException("The run was stopped.", "AbortError");
}
