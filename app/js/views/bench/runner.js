// Which experiment the bench runs now. A change of settings cancels what runs and starts anew; while
// a knob is being dragged, quick trials stand in for the experiment. It knows no page: who shows
// what it finds out subscribes to it.

import { Run } from "../../pool/run.js";
import { Answer, Answers } from "./answers.js";

/** @typedef {import("../../pool/pool.js").Pool} Pool */
/** @typedef {import("../../pool/protocol.js").Task} Task */
/** @typedef {import("../../pool/taskstate.js").TaskState} TaskState */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {"waiting" | "running" | "paused" | "done" | "failed"} Phase */

/** While a knob is dragged, a quick trial is begun at most this often. */
export const DRAG_EVERY_MS = 250;

/** Keys and clicks come in bursts; the last one counts. */
export const SETTLE_MS = 60;

export class Runner {
  /**
   * @param {object} parts
   * @param {string} parts.experiment
   * @param {"trial" | "task"} [parts.unit] see Answer
   * @param {() => Pool | null} parts.pool null until Python is there
   * @param {Values} [parts.quick] what a quick trial has otherwise (the preset "drag")
   * @param {(computing: boolean) => void} [parts.onComputing]
   */
  constructor({ experiment, unit = "trial", pool, quick = {}, onComputing = () => {} }) {
    this.experiment = experiment;
    this.pool = pool;
    this.quickParams = quick;
    this.onComputing = onComputing;
    this.answers = new Answers(unit);
    /** The settings wished for. @type {Values} */
    this.params = {};
    /** @type {Answer | null} */
    this.answer = null;
    /** A quick trial of settings under a moving knob. @type {Answer | null} */
    this.quick = null;
    /** @type {Phase} */
    this.phase = "waiting";
    this.message = "";
    /** Whether it is to go on by itself. */
    this.playing = false;
    /** Somebody else needs the workers, or nobody is looking. */
    this.held = true;
    this.dragging = false;
    /** @type {Run | null} */
    this.run = null;
    /** Stop after this many trials; 0 for none. */
    this.stepTo = 0;
    this.timer = 0;
    this.quickBegun = -Infinity;
    /** @type {Set<(following: boolean) => void>} */
    this.listeners = new Set();
  }

  /** @param {(following: boolean) => void} listener hears whether only what runs has gone on */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed({ following = false } = {}) {
    for (const listener of this.listeners) listener(following);
  }

  /** Whether what is shown belongs to other settings than those wished for. */
  get stale() {
    return this.dragging || this.answer?.key !== this.answers.for(this.params).key;
  }

  /** New settings; `dragging` while they are still moving. @param {Values} params @param {boolean} dragging */
  wish(params, dragging) {
    this.params = params;
    this.dragging = dragging;
    this.cancel();
    clearTimeout(this.timer);
    const wait = dragging
      ? Math.max(0, this.quickBegun + DRAG_EVERY_MS - performance.now())
      : SETTLE_MS;
    this.timer = Number(setTimeout(() => this.next(), wait));
    this.changed();
  }

  /** The knob is let go. */
  settle() {
    if (!this.dragging) return;
    this.dragging = false;
    clearTimeout(this.timer);
    this.next();
  }

  play() {
    this.playing = true;
    this.stepTo = 0;
    this.next();
  }

  pause() {
    this.playing = false;
    this.cancel();
    if (this.phase === "running") this.phase = "paused";
    this.changed();
  }

  /** One more trial, and then a rest. */
  step() {
    const done = this.answers.for(this.params).trials.length;
    this.playing = true;
    this.stepTo = done + 1;
    this.next();
  }

  /** Forgets the trials of these settings and begins again with the first. */
  reset() {
    this.cancel();
    this.answers.forget(this.answers.for(this.params));
    this.answer = null;
    this.next();
  }

  /** @param {boolean} held */
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    if (held) this.cancel();
    else this.next();
  }

  cancel() {
    const { run } = this;
    this.run = null;
    run?.stop();
  }

  /** Begins whatever is to be done now. */
  next() {
    if (this.run || this.held || !this.playing) return this.rest();
    const pool = this.pool();
    if (!pool) return this.rest();
    if (this.dragging) {
      this.quickBegun = performance.now();
      void this.work(pool, new Answer({ ...this.params, ...this.quickParams }));
      return;
    }
    const answer = this.answers.for(this.params);
    this.answer = answer;
    this.quick = null;
    if (answer.trials.length >= Number(this.params.trials)) return this.rest();
    void this.work(pool, answer);
  }

  /** Nothing runs: says why. */
  rest() {
    const known = this.dragging ? null : this.answers.for(this.params);
    if (known && known.trials.length > 0) this.answer = known;
    if (!this.run) {
      const done = this.answer?.trials.length ?? 0;
      const all = done > 0 && done >= Number(this.params.trials) && !this.stale;
      this.phase = all ? "done" : this.playing ? "waiting" : "paused";
    }
    this.changed();
  }

  /** @param {Pool} pool @param {Answer} answer */
  async work(pool, answer) {
    const quick = this.dragging;
    const run = new Run(pool, this.experiment, {
      onStart: () => {
        answer.tasks = run.tasks;
        this.changed();
      },
      onMessage: (_, message) => {
        answer.elapsed = run.elapsed;
        if (quick) this.quick = answer;
        if (message.kind === "finished") void this.counted(pool, run, answer);
        this.changed({ following: true });
      },
    });
    this.run = run;
    this.phase = "running";
    this.onComputing(true);
    try {
      await this.begin(pool, run, answer);
      await this.summarise(pool, answer);
    } catch (error) {
      this.failed(run, error);
    } finally {
      this.onComputing(false);
    }
    if (this.run !== run) return;
    this.run = null;
    if (/** @type {Phase} */ (this.phase) === "failed") this.changed();
    else if (!this.dragging) this.next();
  }

  /** Plans, and leaves out what is known already. @param {Pool} pool @param {Run} run @param {Answer} answer */
  async begin(pool, run, answer) {
    const call = /** @type {const} */ ({ name: "plan", experiment: this.experiment });
    const plan = JSON.parse(await pool.call({ ...call, params: answer.params }));
    if (this.run !== run) return;
    answer.settled = plan.params;
    const tasks = answer.savedFor(/** @type {Task[]} */ (plan.tasks));
    await run.resumeFrom({ params: plan.params, tasks, elapsed: answer.elapsed });
  }

  /** A task has come to its end. @param {Pool} pool @param {Run} run @param {Answer} answer */
  async counted(pool, run, answer) {
    if (answer.count > answer.summarised) await this.summarise(pool, answer);
    const { length } = answer.trials;
    if (this.run !== run || this.stepTo === 0 || length < this.stepTo) return;
    this.stepTo = 0;
    this.pause();
  }

  /** @param {Pool} pool @param {Answer} answer */
  async summarise(pool, answer) {
    const { count } = answer;
    if (count === 0 || count === answer.summarised) return;
    const rows = JSON.stringify(answer.wholeRows);
    const call = /** @type {const} */ ({ name: "summarise", experiment: this.experiment });
    const summary = await pool.call({ ...call, params: answer.settled, rows });
    // A later one may have been quicker.
    if (count <= answer.summarised) return;
    answer.summary = JSON.parse(summary);
    answer.summarised = count;
    this.changed();
  }

  /** @param {Run} run @param {unknown} error */
  failed(run, error) {
    if (this.run !== run) return;
    if (error instanceof DOMException && error.name === "AbortError") return;
    this.phase = "failed";
    this.message = error instanceof Error ? error.message : String(error);
  }
}
