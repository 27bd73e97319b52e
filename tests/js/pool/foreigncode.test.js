// What the pool does with a visitor's own code: asks the gate, keeps its worker apart, and ends it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Pool } from "../../../app/js/pool/pool.js";
import { TaskState } from "../../../app/js/pool/taskstate.js";

/** @typedef {import("../../../app/js/pool/protocol.js").ToWorker} ToWorker */

class QuietWorker {
  /** @type {QuietWorker[]} */
  static all = [];

  constructor() {
    QuietWorker.all.push(this);
    /** @type {ToWorker[]} */
    this.heard = [];
    this.terminated = false;
    /** @type {(event: {data: unknown}) => void} */
    this.onmessage = () => {};
  }

  /** @param {ToWorker} message */
  postMessage(message) {
    this.heard.push(message);
    if (message.type !== "boot") return;
    queueMicrotask(() => this.onmessage({ data: { type: "booted", backend: "", fallback: "" } }));
  }

  terminate() {
    this.terminated = true;
  }

  get calls() {
    return this.heard.filter((message) => message.type === "call").length;
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** @param {number} size @param {(params: Record<string, unknown>) => string} refusal */
async function bootPool(size, refusal = () => "") {
  const pool = new Pool({
    size,
    spawn: () => /** @type {Worker} */ (/** @type {unknown} */ (new QuietWorker())),
    assets: /** @type {import("../../../app/js/pool/protocol.js").Assets} */ ({}),
    onChange: () => {},
    onFatal: () => assert.fail("no worker is left"),
    refusal,
  });
  await pool.boot();
  pool.grow();
  await settle();
  return pool;
}

/** @param {Pool} pool @param {string} code */
function submit(pool, code) {
  const params = { criterion_code: code };
  const state = new TaskState({ id: "a", experiment: "lottery", params, key: {}, cost: 1 });
  /** @type {string[]} */
  const errors = [];
  const hooks = {
    onMessages: () => {},
    onError: (/** @type {Error} */ error) => void errors.push(error.message),
    onRestart: () => {},
  };
  return { errors, job: pool.submit(state, hooks, false) };
}

beforeEach(() => {
  QuietWorker.all = [];
  Object.assign(globalThis, { window: globalThis });
});

test("what the gate refuses reaches no worker", async () => {
  const pool = await bootPool(1, ({ criterion_code }) => (criterion_code ? "not allowed" : ""));
  assert.throws(() => submit(pool, "evil"), /not allowed/);
  await assert.rejects(
    pool.call({ name: "whole", experiment: "lottery", params: { criterion_code: "evil" } }),
    /not allowed/,
  );
  assert.deepEqual(QuietWorker.all[0]?.heard.map(({ type }) => type), ["boot"]);
  pool.terminate();
});

test("a worker with a visitor's code answers nothing else and is ended after its task", async () => {
  const pool = await bootPool(2);
  const { job } = submit(pool, "code");
  const [foreign, other] = QuietWorker.all;
  void pool.call({ name: "describeData", params: {} }).catch(() => {});
  assert.deepEqual([foreign?.calls, other?.calls], [0, 1]);
  const messages = [{ kind: "finished", elapsed_s: 1, backend: "" }];
  foreign?.onmessage({ data: { type: "events", id: job.id, messages, buffers: [] } });
  await settle();
  assert.deepEqual([foreign?.terminated, other?.terminated], [true, false]);
  assert.equal(pool.booted.length, 2);
  pool.terminate();
});

test("with one worker, a question waits until a fresh one has taken its place", async () => {
  const pool = await bootPool(1);
  const { job } = submit(pool, "code");
  void pool.call({ name: "describeData", params: {} }).catch(() => {});
  assert.equal(QuietWorker.all[0]?.calls, 0);
  QuietWorker.all[0]?.onmessage({ data: { type: "stopped", id: job.id } });
  await settle();
  assert.deepEqual(QuietWorker.all.map((worker) => worker.calls), [0, 1]);
  pool.terminate();
});

test("code that goes silent is ended once, and named", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const pool = await bootPool(1);
  const { errors } = submit(pool, "while True: pass");
  context.mock.timers.tick(20_000);
  await settle();
  assert.equal(errors.length, 1);
  assert.match(errors[0] ?? "", /criterion has not returned after 20 seconds/);
  assert.equal(QuietWorker.all.filter((worker) => worker.heard.some(({ type }) => type === "run")).length, 1);
  pool.terminate();
});
