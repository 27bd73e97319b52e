// A start that was given up for another one may still fail, late: that ends nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Runtime } from "../../../app/js/start/runtime.js";

Object.assign(globalThis, {
  window: { trustedTypes: {}, setTimeout: () => 0, clearTimeout: () => {} },
  requestAnimationFrame: () => 0,
  document: { baseURI: "https://host.example/lab/" },
  Worker: class {},
  fetch: () => new Promise(() => {}),
});

const config = /** @type {import("../../../app/js/pool/protocol.js").Config} */ (
  /** @type {unknown} */ ({ app: "app-0/", runtime: { files: [], baseUrl: "runtime/" }, wheel: { url: "w.whl" } })
);

/** A runtime whose pools start when the test says so. */
function started() {
  /** @type {string[]} */
  const told = [];
  /** @type {((error: Error) => void)[]} */
  const fails = [];
  const store = {
    get: () => ({ runtime: { phase: "failed" } }),
    dispatch: (/** @type {{patch: {phase?: string}}} */ { patch }) => told.push(patch.phase ?? ""),
  };
  const runtime = new Runtime(config, /** @type {any} */ (store));
  runtime.startPool = () => new Promise((_, reject) => fails.push(reject));
  return { runtime, told, fails };
}

/** Begun, as the document's head does, before the page's modules are there. @param {Runtime} runtime */
function start(runtime) {
  const begun = { abort: new AbortController(), files: {}, worker: null };
  Object.assign(window, { labHeadStart: () => begun });
  void runtime.start();
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("the failure of a start that was given up does not end the one after it", async () => {
  const { runtime, told, fails } = started();
  start(runtime);
  await settled();
  start(runtime);
  await settled();
  assert.equal(fails.length, 2);
  fails[0]?.(new Error("Python did not start within 45 seconds."));
  await settled();
  assert.ok(!told.includes("failed"), told.join());
  fails[1]?.(new Error("the worker failed"));
  await settled();
  assert.ok(told.includes("failed"));
});
