// What the page knows of one task: its rows and arrays so far and the last checkpoint. A task that
// lost its worker goes back to that checkpoint, and so must what it had said since.

/** @typedef {import("./protocol.js").Task} Task */
/** @typedef {import("./protocol.js").Row} Row */
/** @typedef {import("./protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("./protocol.js").SessionMessage} SessionMessage */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * @typedef {object} SavedTask
 * @property {Task} task
 * @property {Row[]} rows
 * @property {Record<string, ArrayValue>} arrays
 * @property {string[]} notices
 * @property {Bytes | null} checkpoint
 * @property {number} done
 * @property {number} total
 * @property {boolean} finished
 * @property {number} elapsed seconds, once finished
 * @property {string} backend
 */

export class TaskState {
  /** @param {Task} task */
  constructor(task) {
    this.task = task;
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Map<string, ArrayValue>} */
    this.arrays = new Map();
    /** @type {string[]} */
    this.notices = [];
    /** @type {Bytes | null} */
    this.checkpoint = null;
    this.done = 0;
    this.total = task.cost;
    this.note = "";
    this.finished = false;
    this.elapsed = 0;
    this.backend = "";
    /** When a worker first spoke of it, and how far it was. @type {{elapsed: number, done: number} | null} */
    this.since = null;
    this.kept = { rows: 0, arrays: 0, notices: 0, done: 0 };
  }

  /** @param {SavedTask} saved */
  static fromSaved(saved) {
    const state = new TaskState(saved.task);
    state.rows = [...saved.rows];
    state.arrays = new Map(Object.entries(saved.arrays));
    state.notices = [...saved.notices];
    state.checkpoint = saved.checkpoint;
    state.done = saved.done;
    state.total = saved.total;
    state.finished = saved.finished;
    state.elapsed = saved.elapsed;
    state.backend = saved.backend;
    state.keep();
    return state;
  }

  /** @param {SessionMessage} message @param {Bytes[]} buffers */
  apply(message, buffers) {
    if (message.kind === "row") this.rows.push(message.row);
    if (message.kind === "notice") this.notices.push(message.message);
    if (message.kind === "progress") this.progress(message);
    if (message.kind === "array") {
      const { name, shape, dtype, buffer } = message;
      this.arrays.set(name, { shape, dtype, bytes: buffers[buffer] ?? new Uint8Array() });
    }
    if (message.kind === "checkpoint") {
      this.checkpoint = buffers[message.buffer] ?? null;
      this.keep();
    }
    if (message.kind === "finished") {
      this.finished = true;
      this.done = this.total;
      this.elapsed = message.elapsed_s;
      this.backend = message.backend;
      this.checkpoint = null;
      this.keep();
    }
  }

  /** @param {Extract<SessionMessage, {kind: "progress"}>} message */
  progress(message) {
    this.done = message.done;
    this.total = message.total;
    this.note = message.note;
  }

  /** Hears that a worker is at it. @param {number} elapsed seconds on the run's clock */
  heard(elapsed) {
    this.since ??= { elapsed, done: this.done };
  }

  /** Seconds to go, at the rate so far; null before there is one. @param {number} elapsed */
  leftAt(elapsed) {
    if (this.finished || !this.since || this.done <= this.since.done) return null;
    const rate = (this.done - this.since.done) / (elapsed - this.since.elapsed);
    return (this.total - this.done) / rate;
  }

  keep() {
    this.kept = {
      rows: this.rows.length,
      arrays: this.arrays.size,
      notices: this.notices.length,
      done: this.done,
    };
  }

  /** Forgets what came after the last checkpoint. A Map keeps its order, so counts are enough. */
  rewind() {
    this.rows.length = this.kept.rows;
    this.notices.length = this.kept.notices;
    this.done = this.kept.done;
    this.since = null;
    for (const name of [...this.arrays.keys()].slice(this.kept.arrays)) this.arrays.delete(name);
  }

  /** The state at the last checkpoint, as it can be stored. @returns {SavedTask} */
  toSaved() {
    return {
      task: this.task,
      rows: this.rows.slice(0, this.kept.rows),
      arrays: Object.fromEntries([...this.arrays].slice(0, this.kept.arrays)),
      notices: this.notices.slice(0, this.kept.notices),
      checkpoint: this.checkpoint,
      done: this.kept.done,
      total: this.total,
      finished: this.finished,
      elapsed: this.elapsed,
      backend: this.backend,
    };
  }
}
