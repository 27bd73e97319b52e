// A pool of fake workers that answer as the real ones do, so that death can be arranged.

import assert from "node:assert/strict";
import { Pool } from "../../../app/js/pool/pool.js";
import { TaskState } from "../../../app/js/pool/taskstate.js";

/** @typedef {import("../../../app/js/pool/protocol.js").ToWorker} ToWorker */
/** @typedef {import("../../../app/js/pool/protocol.js").FromWorker} FromWorker */

export class FakeWorker {
  /** @type {FakeWorker[]} */
  static all = [];

  constructor() {
    FakeWorker.all.push(this);
    /** @type {ToWorker[]} */
    this.heard = [];
    this.terminated = false;
    this.deaf = false;
    /** What it answers to any call. @type {unknown} */
    this.said = {};
    /** @type {(event: {data: FromWorker}) => void} */
    this.onmessage = () => {};
    this.onmessageerror = () => {};
    /** @type {(event: {message: string}) => void} */
    this.onerror = () => {};
  }

  /** @param {ToWorker} message */
  postMessage(message) {
    this.heard.push(message);
    if (this.deaf) return;
    if (message.type === "boot") this.say({ type: "booted", backend: "fake", fallback: "", version: "0" });
    if (message.type === "stop") this.say({ type: "stopped", id: message.id });
    if (message.type === "call") {
      this.say({ type: "answer", id: message.id, answer: JSON.stringify(this.said) });
    }
  }

  terminate() {
    this.terminated = true;
  }

  /** @param {FromWorker} data */
  say(data) {
    queueMicrotask(() => this.onmessage({ data }));
  }

  get job() {
    return this.heard.filter((message) => message.type === "run").at(-1);
  }
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** @param {number} size */
export async function bootPool(size) {
  const pool = new Pool({
    size,
    spawn: () => /** @type {Worker} */ (/** @type {unknown} */ (new FakeWorker())),
    assets: /** @type {import("../../../app/js/pool/protocol.js").Assets} */ ({}),
    onChange: () => {},
    onFatal: () => assert.fail("no worker is left"),
  });
  await pool.boot();
  pool.grow();
  await settle();
  return pool;
}

/** @param {Pool} pool @param {string} id */
export function submit(pool, id) {
  const state = new TaskState({ id, experiment: "lottery", params: {}, key: {}, cost: 10 });
  /** @type {string[]} */
  const log = [];
  const job = pool.submit(
    state,
    {
      onMessages: (messages, buffers) => {
        for (const message of messages) state.apply(message, buffers);
        log.push("messages");
      },
      onError: (error) => log.push(error.message),
      onRestart: (reason) => log.push(`restart: ${reason}`),
    },
    false,
  );
  return { state, job, log };
}

/** Before each test: no worker yet, and this global object is the window. */
export function noWorkersYet() {
  FakeWorker.all = [];
  Object.assign(globalThis, { window: globalThis });
}
