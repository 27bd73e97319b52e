// window.lab.run with whatever a console, an embedding page or a slip of the pen may hand over.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createLab } from "../../app/js/lab.js";
import { ParamError } from "../../app/js/state/schema.js";
import { LEVELS, MODEL, STEPS } from "./schemas.js";

const info = { title: "", summary: "", figure: null, params: [STEPS, MODEL, LEVELS], presets: { quick: { steps: 5 } }, notes: {} };
const config = /** @type {import("../../app/js/pool/protocol.js").Config} */ (
  /** @type {unknown} */ ({ version: "0", experiments: { lottery: info, preview: info } })
);
const runtime = /** @type {import("../../app/js/start/runtime.js").Runtime} */ (
  /** @type {unknown} */ ({ ready: Promise.resolve(), pool: null })
);
/** Where Python has failed: whatever passes the checks is refused with this. */
const NO_PYTHON = "No Python in this test.";
const store = /** @type {import("../../app/js/state/store.js").Store} */ (
  /** @type {unknown} */ ({
    get: () => ({ runtime: { phase: "failed", message: NO_PYTHON, backend: "" } }),
    subscribe: () => () => {},
    dispatch: () => {},
  })
);
const lab = createLab({ config, store, runtime, permalink: () => "", bench: () => null });
/** @type {(...given: any[]) => Promise<unknown>} */
const run = lab.run;

/** @type {Record<string, unknown>} */
const circle = {};
circle.self = circle;
const throwing = { get steps() { throw new RangeError("the visitor's own"); } };

const WILD = [
  null, 5, "x", 10n, Symbol("x"), () => {}, [], [1], new Map([["steps", 3]]), new Date(0), circle,
  "x".repeat(5_000_000), Number.NaN, Array(3), Object.create(null), new Proxy([], {}), true, "__proto__", "constructor", "toString",
];

/** @param {Promise<unknown>} running */
async function refusal(running) {
  const error = await running.then(
    () => assert.fail("nothing can run here"),
    (thrown) => thrown,
  );
  assert.ok(error instanceof ParamError || error.message === NO_PYTHON, String(error.stack));
  assert.ok(error.message.endsWith(".") || error.message.endsWith("?"), error.message);
  assert.ok(error.message.length < 400, error.message);
  assert.ok(!/undefined|is not a function|reading '|cannot convert|Cannot/.test(error.message) || /got .*undefined/.test(error.message), error.message);
  return error;
}

test("any name, parameters, options and preset are refused in a sentence of our own", async () => {
  for (const wild of WILD) {
    assert.equal((await refusal(run(wild))).name, "ParamError");
    await refusal(run("lottery", wild));
    await refusal(run("lottery", {}, wild));
    await refusal(run("lottery", { preset: wild }));
    await refusal(run("lottery", { steps: wild }));
    await refusal(run("lottery", { levels: wild }));
    await refusal(run("lottery", { levels: [wild] }));
    await refusal(run("lottery", { [typeof wild === "symbol" ? "x" : String(typeof wild === "object" ? "x" : wild)]: 1 }));
    await refusal(run("lottery", {}, { onEvent: wild }));
    await refusal(run("lottery", {}, { signal: wild }));
  }
});

test("what is wrong is named", async () => {
  const said = async (/** @type {unknown[]} */ ...given) => (await refusal(run(...given))).message;
  assert.match(await said(null), /^experiment must be one of lottery, preview; got null\.$/);
  assert.match(await said("constructor"), /^experiment must be one of/);
  assert.match(await said("lottery", 5), /^params must be an object of names and values; got 5\.$/);
  assert.match(await said("lottery", {}, 5), /^options must be an object; got 5\.$/);
  assert.match(await said("lottery", {}, { onEvent: "log" }), /^onEvent must be a function; got "log"\.$/);
  assert.match(await said("lottery", {}, { signal: {} }), /^signal must be an AbortSignal; got \{\}\.$/);
  assert.match(await said("lottery", { preset: "constructor" }), /^preset must be one of quick/);
  assert.match(await said("lottery", { steps: 10n }), /got a value of type bigint\.$/);
});

test("what is right passes, and what the visitor's own getter throws is the visitor's", async () => {
  for (const given of [["lottery"], ["lottery", null, null], ["lottery", { steps: 3 }, { signal: new AbortController().signal, onEvent: () => {} }], ["lottery", { preset: "quick" }]]) {
    assert.equal((await refusal(run(...given))).message, NO_PYTHON);
  }
  await assert.rejects(run("lottery", throwing), RangeError);
});
