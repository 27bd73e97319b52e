// One worker of the pool, and what it owes us: answers to calls, and the events of one job. It
// decides when the worker counts as dead; the pool decides what happens then.

import { patience } from "../state/patience.js";

/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").Call} Call */
/** @typedef {import("./protocol.js").WorkerError} WorkerError */
/** @typedef {import("./protocol.js").Assets} Assets */
/** @typedef {import("./pool.js").Job} Job */

/** A worker that does not answer a stop within this time is terminated. */
export const STOP_PATIENCE_MS = 2000;

/** Starting Python takes a few seconds; far longer means that it never will. */
export const BOOT_PATIENCE_MS = 45_000;

/** A busy worker that answers no call for this long has died without a word. */
export const SILENCE_MS = 20_000;

/**
 * A first task compiles what it uses without a word: 3 s of processor time in WebKit, of which a busy
 * machine makes 12 to 18, as was measured.
 */
export const COLD_SILENCE_MS = 60_000;

/** And this is then its reason. */
export const SILENCE = "the worker went silent";

/** Why a worker ends whose task found no memory left: another begins with little. */
export const STARVED = "its memory had run out";

/** And one whose Python can do nothing any more: for want of memory, too, where C did not ask whether there was any. */
export const BROKEN = "Python broke down";

/** What a second worker would fall over as the first did, and what is said then. */
export const TWICE = new Map([
  [
    STARVED,
    "This needs more memory than there is here: two workers ran out of it at the same place.",
  ],
  [BROKEN, "Python broke down over this: it did in two workers, at the same place."],
]);

/** An error of the worker, with Python's traceback. */
export class TaskError extends Error {
  /** @param {WorkerError} error */
  constructor(error) {
    super(error.message);
    this.name = error.kind;
    this.param = error.param;
    this.traceback = error.traceback;
    this.phase = error.phase;
  }
}

/**
 * @typedef {object} MemberHooks
 * @property {(member: Member, job: Job) => void} onFree the job has left the worker
 * @property {(member: Member, reason: string) => void} onDeath
 * @property {(text: string) => void} [onOutput] of a console
 * @property {boolean} [patient] a person stops what takes too long
 */

/** @typedef {{call: Call, resolve: (answer: import("./protocol.js").Answer) => void, reject: (error: Error) => void, pieces: import("./pieces.js").Piece[], retried: boolean}} Waiting */

export class Member {
  /** @param {Worker} worker @param {MemberHooks} hooks */
  constructor(worker, hooks) {
    this.worker = worker;
    this.hooks = hooks;
    this.backend = "";
    this.fallback = "";
    this.booted = false;
    /** Whether its files are a visitor's. */
    this.apart = false;
    /** Whether it has brought anything of a task yet. */
    this.warm = false;
    this.dead = false;
    /** Whether it is to be given nothing more, and ended once it owes nothing. */
    this.spent = false;
    /** Why it died. */
    this.reason = "";
    /** @type {Job | null} */
    this.job = null;
    /** @type {Map<number, Waiting>} */
    this.calls = new Map();
    /** End of waiting for the answer to a stop. */
    this.stopAnswered = () => {};
    /** End of waiting for any word. */
    this.heard = () => {};
    worker.onmessage = (event) => this.receive(event.data);
    worker.onmessageerror = () => this.die("a message from the worker could not be read");
    worker.onerror = (event) => this.die(event.message || "the worker failed");
  }

  /** @param {Assets} assets @param {import("./protocol.js").Apart | null} [apart] @returns {Promise<void>} */
  boot(assets, apart = null) {
    this.apart = apart !== null;
    return new Promise((resolve, reject) => {
      if (this.dead) reject(new Error(this.reason));
      const message = `Python did not start within ${BOOT_PATIENCE_MS / 1000} seconds.`;
      const answered = patience(BOOT_PATIENCE_MS, () => reject(new Error(message)));
      this.onBoot = (/** @type {Error | null} */ error) => {
        answered();
        if (error) reject(error);
        else resolve();
      };
      this.send({ type: "boot", assets, apart });
    });
  }

  /** @param {ToWorker} message */
  send(message) {
    this.worker.postMessage(message);
  }

  /** @param {number} id @param {Waiting} waiting */
  ask(id, waiting) {
    this.calls.set(id, waiting);
    this.send({ type: "call", id, call: waiting.call });
    this.listen();
  }

  /** @param {Job} job */
  run(job) {
    this.job = job;
    const { id, paused } = job;
    this.send({ type: "run", id, task: job.state.task, checkpoint: job.state.checkpoint, paused });
    if (job.stepping) this.send({ type: "step", id });
    this.listen();
  }

  /** @param {Job} job */
  stop(job) {
    this.send({ type: "stop", id: job.id });
    this.stopAnswered = patience(STOP_PATIENCE_MS, () =>
      this.die("no answer to stop within 2 seconds"),
    );
  }

  /** Where a visitor's own code runs, its endless loop is meant. */
  get patience() {
    const foreign = Boolean(this.job?.state.task.params.criterion_code);
    return this.warm || foreign ? SILENCE_MS : COLD_SILENCE_MS;
  }

  /** Expects to hear from the worker before long, as long as it owes us anything. */
  listen() {
    this.heard();
    if (this.dead) return;
    const computing = this.job !== null && (!this.job.paused || this.job.stepping);
    const owing = this.calls.size > 0 || computing;
    if (!owing || this.hooks.patient) return;
    this.heard = patience(this.patience, () => this.die(SILENCE));
  }

  /** @param {FromWorker} message */
  receive(message) {
    if (this.dead) return;
    if (message.type === "booted") {
      this.booted = true;
      this.backend = message.backend;
      this.fallback = message.fallback;
      this.onBoot?.(null);
    } else if (message.type === "piece") {
      this.calls.get(message.id)?.pieces.push(message.piece);
    } else if (message.type === "answer") {
      const waiting = this.calls.get(message.id);
      waiting?.resolve(waiting.pieces.length > 0 ? waiting.pieces : message.answer);
      this.calls.delete(message.id);
    } else if (message.type === "output") {
      this.hooks.onOutput?.(message.text);
    } else if (message.type === "events") {
      this.events(message);
    } else if (message.type === "grown") {
      this.spent = true;
    } else if (message.type === "stopped") {
      this.stopAnswered();
      this.release(message.id);
    } else {
      this.fail(message);
    }
    this.listen();
    if (this.spent) this.spend();
  }

  /** Is given nothing more, and ends once it owes nothing. */
  spend() {
    this.spent = true;
    const idle = this.job === null && this.calls.size === 0;
    // Later in this turn: whoever waited for a message hears of it first.
    if (idle) queueMicrotask(() => this.die("it had taken too much memory"));
  }

  /** @param {Extract<FromWorker, {type: "events"}>} message */
  events(message) {
    const { job } = this;
    this.warm ||= message.messages.length > 0;
    // A stopped job may still have a batch on its way.
    if (!job || job.id !== message.id || job.stopped) return;
    if (message.messages.some((item) => item.kind === "row")) job.stepping = false;
    job.hooks.onMessages(message.messages, message.buffers);
    if (message.messages.some((item) => item.kind === "finished")) this.release(job.id);
  }

  /** @param {Extract<FromWorker, {type: "error"}>} message */
  fail(message) {
    const { fatal, memory } = message.error;
    const job = this.job?.id === message.id ? this.job : null;
    if (memory && job) return this.die(STARVED);
    // Whose own code broke it is told; what of ours did may do so for want of memory.
    const foreign = this.apart || Boolean(job?.state.task.params.criterion_code);
    if (fatal && job && !foreign) return this.die(BROKEN);
    this.spent ||= fatal === true || (memory === true && this.job === null);
    const error = new TaskError(message.error);
    if (message.id === null) {
      this.onBoot?.(error);
    } else if (this.calls.has(message.id)) {
      this.calls.get(message.id)?.reject(error);
      this.calls.delete(message.id);
    } else if (job) {
      this.release(job.id);
      if (!job.stopped) job.hooks.onError(error);
    }
    if (fatal) this.die(BROKEN);
  }

  /** @param {number} id */
  release(id) {
    if (this.job?.id !== id) return;
    const { job } = this;
    this.job = null;
    this.hooks.onFree(this, job);
  }

  /** @param {string} reason */
  die(reason) {
    if (this.dead) return;
    this.reason = reason;
    this.terminate();
    this.onBoot?.(new Error(reason));
    this.hooks.onDeath(this, reason);
  }

  terminate() {
    this.dead = true;
    this.stopAnswered();
    this.heard();
    this.worker.terminate();
  }
}
