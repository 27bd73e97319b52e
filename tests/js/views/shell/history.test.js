import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { HistoryWriter } from "../../../../app/js/views/shell/history.js";

/** A browser's history with a clock of its own, that throws like Safari's past 100 calls in 10 s. */
function browser() {
  /** @type {number[]} */
  const calls = [];
  /** @type {string[]} */
  const entries = ["start"];
  let now = 0;
  /** @param {boolean} push */
  const call = (push) => (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ url) => {
    calls.push(now);
    if (calls.filter((at) => now - at < 10_000).length > 100) throw new Error("SecurityError");
    if (push) entries.push(url);
    else entries[entries.length - 1] = url;
  };
  const history = { pushState: call(true), replaceState: call(false) };
  return {
    calls,
    entries,
    writer: new HistoryWriter(/** @type {any} */ (history), () => now),
    /** @param {number} ms */
    pass(ms) {
      now += ms;
      mock.timers.tick(ms);
    },
  };
}

test("the first change is written in a task of its own, of the next ones the last", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { writer, entries, calls, pass } = browser();
  for (let i = 0; i < 1000; i++) {
    writer.replace(null, `#${i}`);
    if (i === 0) assert.deepEqual(entries, ["start"]);
    pass(16);
    if (i === 0) assert.deepEqual(entries, ["#0"]);
  }
  pass(1000);
  assert.deepEqual(entries, ["#999"]);
  assert.ok(calls.length <= 16_000 / 400 + 2, `${calls.length} calls in 16 s`);
  mock.timers.reset();
});

test("what an entry has already is not written again", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { writer, entries, calls, pass } = browser();
  const [one, other] = [{ entry: 1 }, { entry: 2 }];
  for (const [state, url] of /** @type {const} */ ([
    [one, "#a"],
    [one, "#a"],
    [other, "#a"],
    [other, "#b"],
    [other, "#b"],
  ])) {
    writer.replace(state, url);
    pass(1000);
  }
  assert.equal(calls.length, 3);
  writer.push(one, "#b");
  writer.push(one, "#b");
  assert.deepEqual(entries, ["#b", "#b", "#b"]);
  mock.timers.reset();
});

test("entries come at once, each after what was still to be written", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { writer, entries, pass } = browser();
  writer.replace(null, "#a");
  writer.replace(null, "#b");
  writer.push(null, "#c");
  writer.push(null, "#d");
  assert.deepEqual(entries, ["#b", "#c", "#d"]);
  pass(5000);
  assert.deepEqual(entries, ["#b", "#c", "#d"]);
  mock.timers.reset();
});

test("even a key held down on a link never makes the browser throw", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { writer, entries, calls, pass } = browser();
  for (let i = 0; i < 600; i++) {
    writer.push(null, `#${i}`);
    pass(33);
  }
  pass(10_000);
  assert.equal(entries.at(-1), "#599");
  for (const from of calls) {
    assert.ok(calls.filter((at) => at >= from && at < from + 10_000).length <= 100);
  }
  mock.timers.reset();
});

test("a refusal that comes all the same is waited out, and nothing is thrown", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let refuses = true;
  /** @type {string[]} */
  const written = [];
  const call = (/** @type {unknown} */ _s, /** @type {string} */ _t, /** @type {string} */ url) => {
    if (refuses) throw new Error("SecurityError");
    written.push(url);
  };
  const history = { pushState: call, replaceState: call };
  const writer = new HistoryWriter(/** @type {any} */ (history), () => 0);
  writer.push(null, "#lost?");
  writer.replace(null, "#newer");
  refuses = false;
  mock.timers.tick(3000);
  assert.deepEqual(written, ["#newer"]);
  mock.timers.reset();
});
