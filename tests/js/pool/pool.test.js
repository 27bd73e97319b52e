// The pool against fake workers.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { poolSize } from "../../../app/js/pool/size.js";
import { Run } from "../../../app/js/pool/run.js";
import { bootPool, FakeWorker, noWorkersYet, settle, submit } from "./fakeworker.js";

beforeEach(noWorkersYet);

test("one worker on a phone, one a core elsewhere, never more than four", () => {
  assert.deepEqual([1, 2, 4, 16].map((cores) => poolSize(cores, false)), [1, 2, 4, 4]);
  assert.equal(poolSize(8, true), 1);
});

test("tasks go to free workers, the others wait their turn", async () => {
  const pool = await bootPool(2);
  submit(pool, "a");
  submit(pool, "b");
  const third = submit(pool, "c");
  assert.deepEqual(FakeWorker.all.map((worker) => worker.job?.task.id), ["a", "b"]);
  const id = FakeWorker.all[0]?.job?.id ?? 0;
  const messages = [{ kind: /** @type {const} */ ("finished"), elapsed_s: 1, backend: "fake" }];
  FakeWorker.all[0]?.say({ type: "events", id, messages, buffers: [] });
  await settle();
  assert.equal(FakeWorker.all[0]?.job?.task.id, "c");
  pool.stop(third.job);
  pool.terminate();
});

test("a dead worker is replaced and its task goes on from the last checkpoint", async () => {
  const pool = await bootPool(1);
  const { state, job, log } = submit(pool, "a");
  const bytes = new Uint8Array([1, 2, 3]);
  FakeWorker.all[0]?.say({
    type: "events",
    id: job.id,
    messages: [
      { kind: "row", row: { step: 1 } },
      { kind: "checkpoint", buffer: 0 },
      { kind: "row", row: { step: 2 } },
    ],
    buffers: [bytes],
  });
  await settle();
  FakeWorker.all[0]?.onerror({ message: "out of memory" });
  await settle();
  assert.equal(FakeWorker.all[0]?.terminated, true);
  assert.equal(FakeWorker.all.length, 2);
  assert.deepEqual(FakeWorker.all[1]?.job?.checkpoint, bytes);
  assert.deepEqual(state.rows, [{ step: 1 }]);
  assert.deepEqual(log, ["messages", "restart: out of memory"]);
  pool.terminate();
});

test("a worker that does not answer a stop for two seconds is terminated", async () => {
  const pool = await bootPool(1);
  mock.timers.enable({ apis: ["setTimeout"] });
  const { job } = submit(pool, "a");
  const worker = /** @type {FakeWorker} */ (FakeWorker.all[0]);
  worker.deaf = true;
  pool.stop(job);
  mock.timers.tick(1900);
  assert.equal(worker.terminated, false);
  mock.timers.tick(200);
  assert.equal(worker.terminated, true);
  mock.timers.reset();
  await settle();
  assert.equal(FakeWorker.all.length, 2);
  pool.terminate();
});

test("a worker may be silent for longer until it has brought something of a task", async () => {
  const pool = await bootPool(1);
  mock.timers.enable({ apis: ["setTimeout"] });
  const { state, job } = submit(pool, "a");
  const worker = /** @type {FakeWorker} */ (FakeWorker.all[0]);
  mock.timers.tick(30_000);
  assert.equal(worker.terminated, false, "it may be compiling");
  const message = /** @type {const} */ ({ kind: "row", row: { step: 1 } });
  worker.onmessage({ data: { type: "events", id: job.id, messages: [message], buffers: [] } });
  assert.equal(state.rows.length, 1);
  mock.timers.tick(19_000);
  assert.equal(worker.terminated, false);
  mock.timers.tick(2000);
  assert.equal(worker.terminated, true);
  mock.timers.reset();
  await settle();
  pool.terminate();
});

test("a task that keeps killing its workers is given up", async () => {
  const pool = await bootPool(1);
  const { log } = submit(pool, "a");
  for (let death = 0; death < 4; death++) {
    FakeWorker.all.at(-1)?.onerror({ message: "crash" });
    await settle();
  }
  assert.match(log.at(-1) ?? "", /lost its worker 4 times/);
  pool.terminate();
});

test("what a stopped task still says is not heard", async () => {
  const pool = await bootPool(1);
  const { job, log } = submit(pool, "a");
  FakeWorker.all[0]?.say({ type: "events", id: job.id, messages: [{ kind: "row", row: {} }], buffers: [] });
  pool.stop(job);
  await settle();
  assert.deepEqual(log, []);
  pool.terminate();
});

/** @param {string} text */
function filesWith(text) {
  return { content: new Blob([text]), parts: [{ name: "a.csv", size: text.length }] };
}

/** @param {FakeWorker | undefined} worker */
function filesOf(worker) {
  return (worker?.heard ?? []).flatMap((message) =>
    message.type === "call" && message.call.name === "addFile" ? [message.call.file] : [],
  );
}

test("a data file goes to every worker, and to one that comes later before its first task", async () => {
  const pool = await bootPool(2);
  await pool.addFile("mine.npz", filesWith("data"), "");
  assert.deepEqual(FakeWorker.all.map((worker) => filesOf(worker).includes("mine.npz")), [true, true]);
  submit(pool, "a");
  submit(pool, "b");
  FakeWorker.all[0]?.onerror({ message: "out of memory" });
  await settle();
  const heir = FakeWorker.all[2];
  assert.deepEqual(filesOf(heir), ["mine.npz"]);
  const kinds = heir?.heard.map((message) => message.type);
  assert.deepEqual(kinds, ["boot", "call", "run"]);
  pool.terminate();
});

test("a file that a worker refuses is not kept", async () => {
  const pool = await bootPool(1);
  const worker = FakeWorker.all[0];
  if (worker) worker.deaf = true;
  const added = pool.addFile("bad.csv", filesWith("x"), "label=last");
  const asked = worker?.heard.at(-1);
  const id = asked?.type === "call" ? asked.id : 0;
  const error = { kind: "ParamError", message: "line 1: no", phase: "call" };
  worker?.say({ type: "error", id, error });
  await assert.rejects(added, /line 1: no/);
  assert.equal(pool.files.size, 0);
  pool.terminate();
});

test("a worker that has taken much memory is ended after its task, and given nothing more", async () => {
  const pool = await bootPool(1);
  const { job, log } = submit(pool, "a");
  const next = submit(pool, "b");
  FakeWorker.all[0]?.say({ type: "grown" });
  await settle();
  assert.equal(FakeWorker.all[0]?.terminated, false);
  const messages = [{ kind: /** @type {const} */ ("finished"), elapsed_s: 1, backend: "fake" }];
  FakeWorker.all[0]?.say({ type: "events", id: job.id, messages, buffers: [] });
  await settle();
  assert.equal(FakeWorker.all[0]?.terminated, true);
  assert.equal(FakeWorker.all[1]?.job?.task.id, "b");
  assert.deepEqual([log, next.log], [["messages"], []]);
  pool.stop(next.job);
  pool.terminate();
});

test("a Python that broke down is replaced; whoever broke it is told, the others are asked again", async () => {
  const pool = await bootPool(1);
  const worker = /** @type {FakeWorker} */ (FakeWorker.all[0]);
  worker.deaf = true;
  const [broke, other] = [0, 1].map(() => pool.call({ name: "describeData", params: {} }));
  const asked = worker.heard.at(-2);
  const error = { kind: "Error", message: "Python broke down over this (deep).", phase: "call", fatal: true };
  worker.say({ type: "error", id: asked?.type === "call" ? asked.id : 0, error });
  await assert.rejects(/** @type {Promise<string>} */ (broke), /broke down over this/);
  assert.equal(await other, "{}");
  assert.equal(worker.terminated, true);
  pool.terminate();
});

test("who waits for a pool that is ended is told why, and so is who comes later", async () => {
  const pool = await bootPool(1);
  const worker = /** @type {FakeWorker} */ (FakeWorker.all[0]);
  worker.deaf = true;
  const [running, waiting] = [submit(pool, "a"), submit(pool, "b")];
  const asked = pool.call({ name: "describeData", params: {} });
  pool.terminate("Python has stopped.");
  await assert.rejects(asked, /Python has stopped/);
  assert.deepEqual([running.log, waiting.log], [["Python has stopped."], ["Python has stopped."]]);
  await assert.rejects(pool.call({ name: "describeData", params: {} }), /Python has stopped/);
  assert.throws(() => submit(pool, "c"), /Python has stopped/);
});

/** What a worker was told to do with its task, in order. @param {FakeWorker | undefined} worker */
function told(worker) {
  const kinds = (worker?.heard ?? []).map((message) => message.type);
  return kinds.filter((kind) => !["prefetch", "boot", "call"].includes(kind));
}

/** @param {FakeWorker | undefined} worker */
function measure(worker) {
  const { id } = /** @type {{id: number}} */ (worker?.job);
  const message = /** @type {const} */ ({ kind: "row", row: { step: 1 } });
  worker?.say({ type: "events", id, messages: [message], buffers: [] });
}

test("a step whose worker dies is owed by the next one, until it is made or no longer wanted", async () => {
  const pool = await bootPool(1);
  const { job } = submit(pool, "a");
  pool.steer(job, "step");
  FakeWorker.all[0]?.onerror({ message: "crash" });
  await settle();
  assert.deepEqual(told(FakeWorker.all[1]), ["run", "step"]);
  measure(FakeWorker.all[1]);
  await settle();
  FakeWorker.all[1]?.onerror({ message: "crash" });
  await settle();
  assert.deepEqual(told(FakeWorker.all[2]), ["run"], "it was made");
  pool.steer(job, "step");
  pool.steer(job, "pause");
  FakeWorker.all[2]?.onerror({ message: "crash" });
  await settle();
  assert.deepEqual(told(FakeWorker.all[3]), ["run"], "a pause has taken it back");
  pool.terminate();
});

test("a worker that is silent over a step counts as dead, and one that rests does not", async () => {
  const pool = await bootPool(1);
  const { job } = submit(pool, "a");
  pool.steer(job, "pause");
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.timers.tick(600_000);
  assert.equal(FakeWorker.all[0]?.terminated, false);
  pool.steer(job, "step");
  mock.timers.tick(61_000);
  assert.equal(FakeWorker.all[0]?.terminated, true);
  mock.timers.reset();
  await settle();
  assert.deepEqual(told(FakeWorker.all[1]), ["run", "step"]);
  pool.terminate();
});

test("a step that is asked for while no task has a worker is made by the first to come", async () => {
  const pool = await bootPool(1);
  const run = new Run(pool, "lottery", {});
  const worker = /** @type {FakeWorker} */ (FakeWorker.all[0]);
  worker.said = { params: {}, tasks: [{ id: "a", experiment: "lottery", params: {}, key: {}, cost: 1 }] };
  const going = run.start({}, true);
  await settle();
  measure(worker);
  await settle();
  worker.onerror({ message: "crash" });
  run.step();
  await settle();
  assert.deepEqual(told(worker), ["run", "step"]);
  assert.deepEqual(told(FakeWorker.all[1]), ["run", "step"]);
  run.stop();
  await assert.rejects(going, { name: "AbortError" });
  pool.terminate();
});
