// A worker of its own for a visitor's changed sources: it is given one experiment, has neither
// network nor storage (python/lockdown.js), and is ended after it, or at once when it is stopped.

import { Member } from "./member.js";
import { aborted } from "./run.js";
import { TaskState } from "./taskstate.js";

/** @typedef {import("./protocol.js").Apart} Apart */
/** @typedef {import("./protocol.js").Assets} Assets */
/** @typedef {import("./protocol.js").Call} Call */
/** @typedef {import("./protocol.js").Task} Task */

/** What takes longer has most likely no end; counted from the worker's first breath. */
export const LIMIT_MS = 90_000;

/**
 * @typedef {object} Parts
 * @property {() => Worker} spawn
 * @property {Assets | Promise<Assets>} assets
 * @property {import("./protocol.js").Added} files the visitor's data files
 */

/**
 * @typedef {object} Asked
 * @property {string} experiment
 * @property {import("../state/schema.js").Values} params
 * @property {Apart} apart
 * @property {AbortSignal} signal
 * @property {(done: number, total: number) => void} [onProgress] in the tasks' own units
 * @property {number} [limit] milliseconds
 */

/**
 * @param {Parts} parts
 * @param {Asked} asked
 * @returns {Promise<TaskState[]>} once all tasks are finished
 * @throws {Error} a TaskError of the worker's, one that says why it was ended, or an AbortError
 */
export async function runApart(parts, asked) {
  const { signal, limit = LIMIT_MS } = asked;
  signal.throwIfAborted();
  /** @type {(error: Error) => void} */
  let fail = () => {};
  const ended = new Promise((_, reject) => {
    fail = reject;
  });
  ended.catch(() => {}); // it may come when nobody waits any more
  const member = new Member(parts.spawn(), {
    onFree: () => {},
    onDeath: (_, reason) => fail(new Error(`Its worker was ended: ${reason}.`)),
  });
  const stop = () => fail(aborted());
  const late = () => fail(new Error(`It was not done after ${limit / 1000} s; it was ended.`));
  const timer = setTimeout(late, limit);
  signal.addEventListener("abort", stop);
  try {
    return /** @type {TaskState[]} */ (await Promise.race([work(member, parts, asked), ended]));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    member.terminate();
  }
}

/** @param {Member} member @param {Parts} parts @param {Asked} asked */
async function work(member, parts, { experiment, params, apart, onProgress }) {
  await member.boot(await parts.assets, apart);
  for (const call of parts.files.values()) await ask(member, call);
  const plan = await ask(member, { name: "plan", experiment, params });
  const states = /** @type {Task[]} */ (JSON.parse(plan).tasks).map((task) => new TaskState(task));
  const tell = () =>
    onProgress?.(
      states.reduce((sum, { done, total, task }) => sum + (done / total) * task.cost, 0),
      states.reduce((sum, { task }) => sum + task.cost, 0),
    );
  for (const state of states) await runOne(member, state, tell);
  return states;
}

let nextId = 1;

/** @param {Member} member @param {Call} call @returns {Promise<string>} */
function ask(member, call) {
  return new Promise((resolve, reject) => {
    const waiting = { call, reject, pieces: [], retried: true };
    member.ask(nextId++, { ...waiting, resolve: (answer) => resolve(String(answer)) });
  });
}

/** @param {Member} member @param {TaskState} state @param {() => void} tell @returns {Promise<void>} */
function runOne(member, state, tell) {
  return new Promise((resolve, reject) => {
    /** @type {import("./pool.js").JobHooks} */
    const hooks = {
      onMessages(messages, buffers) {
        for (const message of messages) state.apply(message, buffers);
        tell();
        // Only once it is free may it be given the next.
        if (state.finished) queueMicrotask(resolve);
      },
      onError: reject,
      onRestart: () => {},
    };
    member.run({ id: nextId++, state, hooks, paused: false, stopped: false, restarts: 0 });
  });
}
