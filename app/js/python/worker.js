// The worker: boots Python, runs one task at a time in slices of about 20 ms, and looks at its
// messages between two slices, so that pause, stop and a slider's preview never wait for long.

import { toPieces } from "../pool/pieces.js";
import { ALIVE_EVERY_MS, LARGEST_HEAP, POST_EVERY_MS, SLICE_MS } from "../pool/protocol.js";
import { fetchAhead, takeHeld } from "./ahead.js";
import { prefetch, startPython } from "./boot.js";
import { isFatal, isWithoutMemory, textOf } from "./failure.js";
import { lockDown } from "./lockdown.js";

/** @typedef {import("../pool/protocol.js").ToWorker} ToWorker */
/** @typedef {import("../pool/protocol.js").FromWorker} FromWorker */
/** @typedef {import("../pool/protocol.js").SessionMessage} SessionMessage */

/**
 * @typedef {object} Job
 * @property {number} id
 * @property {import("./boot.js").Session} session
 * @property {"running" | "paused" | "step"} control
 * @property {SessionMessage[]} messages not yet posted
 * @property {Uint8Array<ArrayBuffer>[]} buffers not yet posted
 * @property {number} posted when the last batch left, in ms
 */

/** @type {import("./boot.js").Python | null} */
let python = null;
/** @type {Job | null} */
let job = null;
let working = false;
let grown = false;

const turn = new MessageChannel();

/** Lets waiting messages in; a timer would be clamped to 4 ms. @returns {Promise<void>} */
function macrotask() {
  return new Promise((resolve) => {
    turn.port1.onmessage = () => resolve();
    turn.port2.postMessage(null);
  });
}

/** @param {FromWorker} message @param {Transferable[]} [transfer] */
function post(message, transfer = []) {
  self.postMessage(message, { transfer });
}

/** @param {unknown} error @param {number | null} id @param {string} phase */
function report(error, id, phase) {
  const text = textOf(error);
  const type = /** @type {{type?: string}} */ (error)?.type ?? "Error";
  // The last "SomeError: ..." of a Python traceback is what went wrong; the rest is where.
  const last = [...text.matchAll(/^[\w.]*(?:Error|Exception|Interrupt): ([\s\S]*?)$/gm)].pop();
  const fatal = isFatal(error);
  const memory = isWithoutMemory(error, type);
  const said = last?.[1]?.trim() || text.trim().split("\n").pop() || "unknown error";
  const short = said.slice(0, 80);
  const message = fatal
    ? `Python broke down over this (${short}).`
    : memory
      ? `There is not enough memory for this (${short}).`
      : said;
  const param = type === "ParamError" ? message.split(" ")[0] : undefined;
  const kind = type === "ParamError" ? "ParamError" : "Error";
  post({
    type: "error",
    id,
    error: { kind, message, param, traceback: text, phase, fatal, memory },
  });
}

/** Says once that it has taken more memory than a worker should keep. */
function weigh() {
  if (grown || !python || python.heap() <= LARGEST_HEAP) return;
  grown = true;
  post({ type: "grown" });
}

/** @param {Job} current */
function flush(current) {
  const overdue = performance.now() - current.posted >= ALIVE_EVERY_MS;
  if (current.messages.length === 0 && !overdue) return;
  const { id, messages, buffers } = current;
  current.messages = [];
  current.buffers = [];
  current.posted = performance.now();
  const transfer = buffers.map((bytes) => bytes.buffer);
  post({ type: "events", id, messages, buffers }, transfer);
}

/** Computes one slice; true when the task is finished. @param {Job} current */
function slice(current) {
  const { messages, buffers } = current.session.advance(SLICE_MS, current.control === "step");
  for (const message of messages) {
    const shifted = "buffer" in message;
    const offset = current.buffers.length;
    current.messages.push(shifted ? { ...message, buffer: message.buffer + offset } : message);
  }
  current.buffers.push(...buffers);
  const finished = messages.some((message) => message.kind === "finished");
  const measured = messages.some((message) => message.kind === "row");
  if (current.control === "step" && measured) current.control = "paused";
  const due = performance.now() - current.posted >= POST_EVERY_MS;
  if (finished || due || current.control === "paused") flush(current);
  return finished;
}

async function work() {
  if (working) return;
  working = true;
  while (job && job.control !== "paused") {
    const current = job;
    try {
      if (slice(current)) end(current);
    } catch (error) {
      try {
        end(current);
      } catch {
        // Without memory, or with a Python that is broken, not even the end may go well.
      }
      report(error, current.id, "run");
    }
    await macrotask();
  }
  working = false;
}

/** @param {Job} current */
function end(current) {
  if (job === current) job = null;
  weigh();
  flush(current);
  current.session.close();
}

/** @param {Extract<ToWorker, {type: "run"}>} message */
function start(message) {
  if (!python) throw new Error("Python has not started.");
  // A sign of life: what follows may be the first of its kind, and is then compiled first.
  post({ type: "events", id: message.id, messages: [], buffers: [] });
  if (message.task.params.criterion_code) lockDown();
  const session = python.start(message.task, message.checkpoint);
  const control = message.paused ? "paused" : "running";
  job = { id: message.id, session, control, messages: [], buffers: [], posted: 0 };
  void work();
}

/** @param {Extract<ToWorker, {type: "pause" | "resume" | "step" | "stop"}>} message */
function steer(message) {
  if (message.type === "stop") {
    if (job?.id === message.id) end(job);
    post({ type: "stopped", id: message.id });
    return;
  }
  if (job?.id !== message.id) return;
  if (message.type === "pause") flush(job);
  job.control = {
    pause: /** @type {const} */ ("paused"),
    resume: /** @type {const} */ ("running"),
    step: /** @type {const} */ ("step"),
  }[message.type];
  void work();
}

/** @param {Extract<ToWorker, {type: "boot"}>} message */
async function boot(message) {
  const files = { ...takeHeld(), ...message.assets.files };
  python = await startPython({ ...message.assets, files }, message.apart);
  const { backend, fallback, version } = python;
  post({ type: "booted", backend, fallback, version });
}

/** @param {string} json */
const jsonFile = (json) => new Blob([json], { type: "application/json" });

/** @param {number} id @param {import("../pool/protocol.js").Call} call @param {import("../pool/protocol.js").Answer} said */
function answer(id, call, said) {
  if (call.name !== "merge") return post({ type: "answer", id, answer: said });
  if (call.form === "file") return post({ type: "answer", id, answer: jsonFile(String(said)) });
  for (const piece of toPieces(JSON.parse(String(said)))) post({ type: "piece", id, piece });
  post({ type: "answer", id, answer: "" });
}

/** @param {ToWorker} message */
async function handle(message) {
  if (message.type === "prefetch") {
    prefetch(message.indexURL);
    for (const one of message.ahead ?? []) void fetchAhead(one);
    return;
  }
  if (message.type === "boot") return boot(message);
  if (message.type === "run") return start(message);
  if (message.type !== "call") return steer(message);
  if (!python) throw new Error("Python has not started.");
  const said = await python.answer(message.call);
  weigh();
  answer(message.id, message.call, said);
}

self.onmessage = async (/** @type {MessageEvent<ToWorker>} */ event) => {
  const message = event.data;
  try {
    await handle(message);
  } catch (error) {
    report(error, "id" in message ? message.id : null, message.type);
  }
};
