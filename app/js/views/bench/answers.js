// What the bench has found out, by settings: the tasks of each setting with their rows, so that a
// setting visited before is there at once and goes on from where it was. Pure, no page.

import { TaskState } from "../../pool/taskstate.js";
import { seedsOfRows } from "../../state/seeds.js";

/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../pool/protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("../../pool/protocol.js").Task} Task */
/** @typedef {import("../../pool/taskstate.js").SavedTask} SavedTask */

/** Settings kept; each has some hundred rows and one trial's pictures. */
export const KEPT = 60;

export class Answer {
  /**
   * @param {Values} params as checked, of the experiment
   * @param {"trial" | "task"} [unit] what the summary counts by: a trial's arms are compared only
   *   when all are there, while each task of a sweep is a comparison of its own
   */
  constructor(params, unit = "trial") {
    this.params = params;
    this.unit = unit;
    this.key = keyOf(params);
    /** The same as the plan has written them out. @type {Values} */
    this.settled = params;
    /** @type {TaskState[]} */
    this.tasks = [];
    /** Means, intervals and paired differences, as Python gives them. @type {Row[]} */
    this.summary = [];
    /** How many units (trials, or tasks) the summary speaks of. */
    this.summarised = 0;
    this.elapsed = 0;
  }

  get rows() {
    return this.tasks.flatMap((task) => task.rows);
  }

  /** The trials all of whose tasks are finished. @returns {number[]} */
  get trials() {
    /** @type {Map<number, boolean>} */
    const whole = new Map();
    for (const { task, finished } of this.tasks) {
      const trial = Number(task.key.trial);
      whole.set(trial, finished && (whole.get(trial) ?? true));
    }
    return [...whole].filter(([, done]) => done).map(([trial]) => trial);
  }

  /** The trials from the first on that are whole: a run of just so many finds the same. */
  get inOrder() {
    const whole = new Set(this.trials);
    let count = 0;
    while (whole.has(count)) count += 1;
    return count;
  }

  /** The tasks whose rows may be averaged: a trial half done would favour whoever was measured. */
  get whole() {
    const trials = new Set(this.unit === "trial" ? this.trials : []);
    return this.tasks.filter(({ task, finished }) =>
      this.unit === "task" ? finished : trials.has(Number(task.key.trial)),
    );
  }

  /** How many units are whole. */
  get count() {
    return this.unit === "trial" ? this.trials.length : this.whole.length;
  }

  /** @returns {Row[]} */
  get wholeRows() {
    return this.whole.flatMap((task) => task.rows.filter((row) => row.final));
  }

  /** The seeds whose rows may be averaged: a later trial may have come to its end before the first. */
  get seeds() {
    return seedsOfRows(this.settled, this.wholeRows);
  }

  /** Seconds of computing for one trial; null before there is one. */
  get perTrial() {
    const count = this.trials.length;
    return count > 0 ? this.elapsed / count : null;
  }

  /** The first array whose name begins so. @param {string} start @returns {ArrayValue | undefined} */
  array(start) {
    for (const { arrays } of this.tasks) {
      for (const [name, value] of arrays) if (name.startsWith(start)) return value;
    }
    return undefined;
  }

  /** What a run can go on from: finished tasks as they are, others from their last checkpoint. @param {Task[]} planned @returns {SavedTask[]} */
  savedFor(planned) {
    const known = new Map(this.tasks.map((state) => [state.task.id, state]));
    return planned.map((task) => {
      const state = known.get(task.id);
      if (!state?.finished) return new TaskState(task).toSaved();
      return { ...state.toSaved(), task };
    });
  }
}

/** Settings that give the same trials have the same key, however many of them are asked for. @param {Values} params */
export function keyOf({ trials: _, ...rest }) {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export class Answers {
  /** @param {"trial" | "task"} [unit] */
  constructor(unit = "trial") {
    this.unit = unit;
    /** The one used last stands last. @type {Map<string, Answer>} */
    this.byKey = new Map();
  }

  /** @param {Values} params @returns {Answer} */
  for(params) {
    const key = keyOf(params);
    const answer = this.byKey.get(key) ?? new Answer(params, this.unit);
    answer.params = params;
    this.byKey.delete(key);
    this.byKey.set(key, answer);
    for (const old of this.byKey.keys()) {
      if (this.byKey.size <= KEPT) break;
      this.byKey.delete(old);
    }
    return answer;
  }

  /** @param {Answer} answer */
  forget(answer) {
    this.byKey.delete(answer.key);
  }
}
