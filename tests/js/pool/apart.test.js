// A worker of its own: what it is given, and that it is ended however its run comes to an end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runApart } from "../../../app/js/pool/apart.js";
import { BOOT_PATIENCE_MS } from "../../../app/js/pool/member.js";

/** @typedef {import("../../../app/js/pool/protocol.js").ToWorker} ToWorker */
/** @typedef {(message: any) => Record<string, any> | null} Answers */

Object.assign(globalThis, { window: globalThis });

// A start that is never answered has 45 seconds, whoever ended its worker: Node need not stay for them.
const begun = globalThis.setTimeout;
Object.assign(globalThis, {
  setTimeout: (/** @type {() => void} */ over, /** @type {number} */ ms) => {
    const timer = begun(over, ms);
    return ms < BOOT_PATIENCE_MS ? timer : timer.unref();
  },
});

const TASKS = ["a", "b"].map((id) => ({ id, experiment: "x", params: {}, key: {}, cost: 2 }));

/** Answers each message by `answers`. */
class ScriptedWorker {
  /** @param {Answers} answers */
  constructor(answers) {
    this.answers = answers;
    /** @type {ToWorker[]} */
    this.heard = [];
    this.terminated = false;
    /** @type {(event: {data: unknown}) => void} */
    this.onmessage = () => {};
  }

  /** @param {ToWorker} message */
  postMessage(message) {
    this.heard.push(message);
    const data = this.answers(message);
    if (data) queueMicrotask(() => this.onmessage({ data }));
  }

  terminate() {
    this.terminated = true;
  }
}

/** @type {Answers} */
const honest = ({ type, id, task }) => {
  if (type === "boot") return { type: "booted", backend: "numpy", fallback: "" };
  if (type === "call") return { type: "answer", id, answer: JSON.stringify({ tasks: TASKS }) };
  const messages = [
    { kind: "row", row: { of: task.id } },
    { kind: "finished", elapsed_s: 1, backend: "numpy" },
  ];
  return { type: "events", id, messages, buffers: [] };
};

/** @param {Answers} answers @param {AbortSignal} [signal] @param {number} [limit] */
function begin(answers, signal = new AbortController().signal, limit = 10_000) {
  const worker = new ScriptedWorker(answers);
  const spawn = () => /** @type {Worker} */ (/** @type {unknown} */ (worker));
  const assets = /** @type {import("../../../app/js/pool/protocol.js").Assets} */ ({});
  const apart = { files: { "nn/layers.py": "x = 1" }, backend: /** @type {const} */ ("numpy") };
  const asked = { experiment: "x", params: {}, apart, signal, limit };
  return { worker, run: runApart({ spawn, assets, files: new Map() }, asked) };
}

test("it runs all tasks, one after the other, with the changed files, and is ended", async () => {
  const { worker, run } = begin(honest);
  const states = await run;
  assert.deepEqual(
    states.flatMap(({ rows }) => rows),
    [{ of: "a" }, { of: "b" }],
  );
  const [boot] = worker.heard;
  assert.deepEqual(boot?.type === "boot" && boot.apart?.files, { "nn/layers.py": "x = 1" });
  assert.ok(worker.terminated);
});

test("an error of the changed code keeps its traceback", async () => {
  const error = { kind: "Error", message: "no", traceback: "File nn/layers.py", phase: "boot" };
  const { worker, run } = begin(() => ({ type: "error", id: null, error }));
  await assert.rejects(run, { message: "no", traceback: "File nn/layers.py" });
  assert.ok(worker.terminated);
});

test("stop ends it, whatever it is doing, and so does the time limit", async () => {
  for (const silentFrom of ["boot", "call", "run"]) {
    const abort = new AbortController();
    const quiet = (/** @type {any} */ message) =>
      message.type === silentFrom ? null : honest(message);
    const { worker, run } = begin(quiet, abort.signal);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await assert.rejects(run, { name: "AbortError" });
    assert.ok(worker.terminated);
    const late = begin(quiet, undefined, 1);
    await assert.rejects(late.run, /not done after/);
    assert.ok(late.worker.terminated);
  }
});
