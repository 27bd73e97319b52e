// Memory that runs out: a task goes on in a fresh worker, or one is told that there is too little.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { bootPool, FakeWorker, noWorkersYet, settle, submit } from "./fakeworker.js";

beforeEach(noWorkersYet);

const NO_MEMORY = { kind: "Error", message: "There is not enough memory for this.", phase: "run", memory: true };

test("a task that finds no memory goes on in a fresh worker, and is given up where that finds none either", async () => {
  const pool = await bootPool(1);
  const { job, log } = submit(pool, "a");
  const starve = async () => {
    FakeWorker.all.at(-1)?.say({ type: "error", id: job.id, error: NO_MEMORY });
    await settle();
  };
  await starve();
  assert.equal(FakeWorker.all[0]?.terminated, true);
  const messages = [
    { kind: /** @type {const} */ ("progress"), done: 4, total: 10, unit: "steps", note: "" },
    { kind: /** @type {const} */ ("checkpoint"), buffer: 0 },
  ];
  FakeWorker.all[1]?.say({ type: "events", id: job.id, messages, buffers: [new Uint8Array([7])] });
  await settle();
  await starve(); // further on than the first time
  assert.deepEqual(FakeWorker.all[2]?.job?.checkpoint, new Uint8Array([7]));
  await starve();
  const restart = "restart: its memory had run out";
  assert.deepEqual(log.slice(0, 3), [restart, "messages", restart]);
  assert.match(log.slice(3).join(), /^This needs more memory than there is here/);
  await settle();
  assert.equal(FakeWorker.all[3]?.job, undefined);
  pool.terminate();
});

test("what fell for want of memory goes on in no worker that was there then", async () => {
  const pool = await bootPool(2);
  const [fallen, other, waiting] = ["a", "b", "c"].map((id) => submit(pool, id));
  const workers = () => FakeWorker.all.map(({ job }) => job?.task.id);
  assert.deepEqual(workers(), ["a", "b"]);
  FakeWorker.all[0]?.say({ type: "error", id: fallen?.job.id ?? 0, error: NO_MEMORY });
  await settle();
  assert.deepEqual(workers(), ["a", "b", "a"]);
  const messages = [{ kind: /** @type {const} */ ("finished"), elapsed_s: 1, backend: "fake" }];
  FakeWorker.all[1]?.say({ type: "events", id: other?.job.id ?? 0, messages, buffers: [] });
  await settle();
  assert.deepEqual(workers(), ["a", "b", "a", "c"]);
  assert.deepEqual([other?.log, waiting?.log], [["messages"], []]);
  assert.deepEqual(FakeWorker.all.map(({ terminated }) => terminated), [true, true, false, false]);
  pool.terminate();
});

test("an idle worker that was there when memory ran out is replaced at once", async () => {
  const pool = await bootPool(2);
  const { job } = submit(pool, "a");
  FakeWorker.all[0]?.say({ type: "error", id: job.id, error: NO_MEMORY });
  await settle();
  assert.deepEqual(FakeWorker.all.map(({ terminated }) => terminated), [true, true, false, false]);
  assert.equal(pool.booted.length, 2);
  pool.terminate();
});

test("who asks for more memory than there is is told, and the next one is answered by a fresh worker", async () => {
  const pool = await bootPool(1);
  const worker = /** @type {FakeWorker} */ (FakeWorker.all[0]);
  worker.deaf = true;
  const asked = pool.call({ name: "describeData", params: {} });
  const last = worker.heard.at(-1);
  worker.say({ type: "error", id: last?.type === "call" ? last.id : 0, error: NO_MEMORY });
  await assert.rejects(asked, /not enough memory/);
  await settle();
  assert.equal(worker.terminated, true);
  assert.equal(await pool.call({ name: "describeData", params: {} }), "{}");
  pool.terminate();
});

test("a task over which Python breaks goes on in a fresh worker, and is given up where that breaks too", async () => {
  const pool = await bootPool(1);
  const { job, log } = submit(pool, "a");
  const error = { kind: "Error", message: "Python broke down over this (out of bounds).", phase: "run", fatal: true };
  for (const worker of [0, 1]) {
    FakeWorker.all[worker]?.say({ type: "error", id: job.id, error });
    await settle();
  }
  assert.deepEqual(log.slice(0, 1), ["restart: Python broke down"]);
  assert.match(log.slice(1).join(), /^Python broke down over this: it did in two workers/);
  pool.terminate();
});
