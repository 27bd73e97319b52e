// Workers: tasks out, events in. One that dies is replaced; its task goes on from the last checkpoint.

import { Member, SILENCE, SILENCE_MS, TWICE } from "./member.js";
import { fromPieces } from "./pieces.js";

/** @typedef {import("./protocol.js").Call} Call */
/** @typedef {import("./protocol.js").Assets} Assets */
/** @typedef {import("./protocol.js").SessionMessage} SessionMessage */
/** @typedef {import("./taskstate.js").TaskState} TaskState */
/** @typedef {import("./member.js").Waiting} Waiting */

/**
 * @typedef {object} JobHooks
 * @property {(messages: SessionMessage[], buffers: Uint8Array<ArrayBuffer>[]) => void} onMessages
 * @property {(error: Error) => void} onError
 * @property {(reason: string) => void} onRestart the task goes back to its last checkpoint
 * @property {() => void} [onPlaced] a worker has taken it
 */

/**
 * @typedef {object} Job
 * @property {number} id
 * @property {TaskState} state
 * @property {JobHooks} hooks
 * @property {boolean} paused
 * @property {boolean} [stepping] it still owes one measurement, whichever worker has it
 * @property {boolean} stopped
 * @property {number} restarts
 * @property {number} [fell] how much was kept of it when a worker last fell over it (TWICE)
 */

/** A task that has lost this many workers will lose the next one too. */
const MAX_RESTARTS = 3;

/** Whether a job runs a visitor's own Python. @param {Job} job */
const bringsCode = ({ state }) => Boolean(state.task.params.criterion_code);

/** Why a task that has lost its worker would lose the next one too, or "". @param {Job} job @param {string} reason */
function hopeless(job, reason) {
  if (reason === SILENCE && bringsCode(job))
    return `The criterion has not returned after ${SILENCE_MS / 1000} seconds; its worker was ended.`;
  const twice = job.fell === job.state.kept.done ? TWICE.get(reason) : "";
  if (twice) return twice;
  return job.restarts > MAX_RESTARTS
    ? `The task lost its worker ${job.restarts} times: ${reason}.`
    : "";
}

/** @param {Member} member */
const isForeign = ({ job }) => job !== null && bringsCode(job);

export class Pool {
  /**
   * @param {object} options
   * @param {number} options.size
   * @param {() => Worker} options.spawn
   * @param {Assets | Promise<Assets>} options.assets workers start while they are still on their way
   * @param {Worker | null} [options.holder] one that has fetched the files itself
   * @param {() => void} options.onChange a worker has come or gone
   * @param {(error: Error) => void} options.onFatal no worker is left
   * @param {import("./protocol.js").Added} [options.files] data files by name: every worker is given all of them
   * @param {(params: Record<string, unknown>) => string} [options.refusal] why a task may not run, or ""
   * @param {(experiment: string, pool: Pool) => Promise<void> | null} [options.supply] hands the workers what an experiment needs
   */
  constructor(options) {
    const { size, spawn, assets, onChange, onFatal, files = new Map() } = options;
    this.refusal = options.refusal ?? (() => "");
    this.supply = options.supply ?? (() => null);
    this.size = size;
    this.spawn = spawn;
    this.assets = assets;
    this.holder = options.holder ?? null;
    this.onChange = onChange;
    this.onFatal = onFatal;
    this.files = files;
    /** @type {Member[]} */
    this.members = [];
    /** @type {Job[]} */
    this.queue = [];
    /** @type {{id: number, waiting: Waiting}[]} */
    this.unasked = [];
    this.nextId = 1;
    /** Why it takes nothing any more, or "". */
    this.ended = "";
  }

  /** Starts one worker, which is enough to go on with; `grow` starts the others. */
  async boot() {
    await this.addMember();
  }

  /** Starts the other workers; the status line shows how many there are. */
  grow() {
    for (let index = this.members.length; index < this.size; index++) {
      this.addMember().catch(() => this.onChange());
    }
  }

  get booted() {
    return this.members.filter((member) => member.booted && !member.dead);
  }

  get backend() {
    return this.booted[0]?.backend ?? "";
  }

  get fallback() {
    return this.booted[0]?.fallback ?? "";
  }

  async addMember() {
    const member = new Member(this.spawn(), {
      onFree: (member, job) => (bringsCode(job) ? this.retire(member) : this.assign()),
      onDeath: (dead, reason) => this.replace(dead, reason),
    });
    this.members.push(member);
    try {
      const assets = await this.assets;
      await member.boot(member.worker === this.holder ? { ...assets, files: {} } : assets);
    } catch (error) {
      member.terminate();
      this.members = this.members.filter((other) => other !== member);
      throw error;
    }
    // A worker answers in order, so the files are there before its first task.
    for (const added of this.files.values()) void this.give(member, added);
    this.onChange();
    this.assign();
  }

  /**
   * Gives a data set's files to every worker, those to come included; rejects if one refuses them.
   * @param {string} file their name, which no other content may have
   * @param {import("./protocol.js").DataFiles} files
   * @param {string} reading how they are read
   * @returns {Promise<string>} what is in them, as JSON
   */
  async addFile(file, files, reading) {
    const call = /** @type {const} */ ({ name: "addFile", file, files, reading });
    const described = await this.call(call);
    this.files.set(file, call);
    await Promise.all(this.booted.map((member) => this.give(member, call)));
    return described;
  }

  /** @param {Member} member @param {Extract<Call, {name: "addFile"}>} call @returns {Promise<void>} */
  give(member, call) {
    return new Promise((resolve) => {
      // One worker has read the file already. One that dies over it is replaced, and its successor
      // is given all files; one that lacks it says so when a task names it.
      const done = () => resolve();
      member.ask(this.nextId++, { call, resolve: done, reject: done, pieces: [], retried: true });
    });
  }

  /** Ends a worker that has run a visitor's code: what that has changed there must not last. @param {Member} member */
  retire(member) {
    // Later in this turn the worker may still be told of its last message.
    queueMicrotask(() => member.die("it had run a visitor’s code"));
  }

  /** @param {Member} dead @param {string} reason */
  replace(dead, reason) {
    const wasBooted = dead.booted;
    this.members = this.members.filter((member) => member !== dead);
    this.onChange();
    for (const [id, waiting] of dead.calls) this.retry(id, waiting, reason);
    if (dead.job && !dead.job.stopped) this.restart(dead.job, reason);
    if (!wasBooted) return;
    this.addMember().catch((error) => {
      if (this.members.length === 0) this.onFatal(error);
    });
    this.assign();
  }

  /** @param {number} id @param {Waiting} waiting @param {string} reason */
  retry(id, waiting, reason) {
    if (waiting.retried) waiting.reject(new Error(`Python stopped twice: ${reason}.`));
    else this.unasked.push({ id, waiting: { ...waiting, pieces: [], retried: true } });
  }

  /** @param {Job} job @param {string} reason */
  restart(job, reason) {
    job.restarts += 1;
    const why = hopeless(job, reason);
    if (why) return job.hooks.onError(new Error(why));
    if (TWICE.has(reason)) {
      job.fell = job.state.kept.done;
      // What was short here was short for the others too, and may have hurt them: none that was
      // there takes up what fell.
      for (const member of this.booted) member.spend();
    }
    job.state.rewind();
    job.hooks.onRestart(reason);
    this.queue.unshift(job);
  }

  /** Gives waiting calls and tasks to workers that can take them. */
  assign() {
    const ready = this.booted.filter((member) => !member.spent);
    if (ready.length === 0) return;
    // A worker that a visitor's code is running in answers nothing else: it may have been changed.
    if (ready.some((member) => !isForeign(member))) {
      for (const { id, waiting } of this.unasked.splice(0)) this.leastBusy().ask(id, waiting);
    }
    for (const member of ready) {
      if (member.job !== null) continue;
      const job = this.queue.shift();
      if (!job) return;
      member.run(job);
      job.hooks.onPlaced?.();
    }
  }

  /** @returns {Member} */
  leastBusy() {
    /** @param {Member} member */
    const load = (member) => member.calls.size + (member.job && !member.job.paused ? 0.5 : 0);
    const own = this.booted.filter((member) => !member.spent && !isForeign(member));
    return own.reduce((best, member) => (load(member) < load(best) ? member : best));
  }

  /** @param {Call} call @returns {Promise<string>} the answer as JSON */
  async call(call) {
    return /** @type {string} */ (await this.ask(call));
  }

  /** A record, which comes in pieces. @param {Extract<Call, {name: "merge"}>} call @returns {Promise<import("./protocol.js").RunRecord>} */
  async record(call) {
    const pieces = await this.ask(call);
    return fromPieces(/** @type {import("./pieces.js").Piece[]} */ (pieces));
  }

  /** @param {Extract<Call, {name: "merge" | "records" | "writeFile"}>} call @returns {Promise<Blob>} */
  async file(call) {
    return /** @type {Blob} */ (await this.ask(call));
  }

  /** @param {Record<string, unknown>} params @throws {Error} where they bring code that may not run */
  admit(params) {
    const refused = this.ended || this.refusal(params);
    if (refused) throw new Error(refused);
  }

  /** @param {Call} call @returns {Promise<import("./protocol.js").Answer>} */
  async ask(call) {
    if (this.ended) throw new Error(this.ended);
    if (call.name === "whole") this.admit(call.params);
    return new Promise((resolve, reject) => {
      /** @type {Waiting} */
      const waiting = { call, resolve, reject, pieces: [], retried: false };
      this.unasked.push({ id: this.nextId++, waiting });
      this.assign();
    });
  }

  /** @param {TaskState} state @param {JobHooks} hooks @param {boolean} paused @returns {Job} */
  submit(state, hooks, paused) {
    this.admit(state.task.params);
    const job = { id: this.nextId++, state, hooks, paused, stopped: false, restarts: 0 };
    this.queue.push(job);
    this.assign();
    return job;
  }

  /** @param {Job} job */
  memberOf(job) {
    return this.members.find((member) => member.job === job);
  }

  /** @param {Job} job @param {"pause" | "resume" | "step"} how */
  steer(job, how) {
    Object.assign(job, { paused: how !== "resume", stepping: how === "step" });
    const member = this.memberOf(job);
    member?.send({ type: how, id: job.id });
    member?.listen();
  }

  /** @param {Job} job */
  stop(job) {
    job.stopped = true;
    this.queue = this.queue.filter((other) => other !== job);
    this.memberOf(job)?.stop(job);
  }

  /** Ends all workers; whoever waits for one is told why. @param {string} [why] */
  terminate(why = "Python was stopped.") {
    const { members, queue, unasked } = this;
    Object.assign(this, { members: [], queue: [], unasked: [], ended: why });
    const jobs = [...members.flatMap(({ job }) => job ?? []), ...queue];
    const calls = [...members.flatMap(({ calls }) => [...calls.values()])];
    for (const member of members) member.terminate();
    for (const { reject } of [...calls, ...unasked.map(({ waiting }) => waiting)]) {
      reject(new Error(why));
    }
    for (const { stopped, hooks } of jobs) if (!stopped) hooks.onError(new Error(why));
  }
}
