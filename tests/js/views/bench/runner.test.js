// The runner against a pool that keeps count: what is cancelled, what is begun, what is known already.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { DRAG_EVERY_MS, Runner, SETTLE_MS } from "../../../../app/js/views/bench/runner.js";

/** A pool whose tasks end when the test says so. */
class FakePool {
  constructor() {
    /** @type {{state: any, hooks: any, stopped: boolean}[]} */
    this.jobs = [];
    /** @type {string[]} */
    this.calls = [];
  }

  /** @param {any} call */
  async call(call) {
    this.calls.push(call.name);
    if (call.name === "summarise") {
      const trials = new Set(JSON.parse(call.rows).map((/** @type {any} */ row) => row.trial)).size;
      return JSON.stringify([{ what: "test_acc", arm: "dense", sparsity: 0, mean: 60, n: trials }]);
    }
    const { params } = call;
    const tasks = Array.from({ length: params.trials }, (_, trial) => ({
      id: `lottery-${trial}`,
      experiment: "bench",
      params,
      key: { arm: "lottery", trial },
      cost: 1,
    }));
    return JSON.stringify({ params, tasks });
  }

  /** @param {any} state @param {any} hooks */
  submit(state, hooks) {
    const job = { state, hooks, stopped: false };
    this.jobs.push(job);
    return job;
  }

  /** @param {any} job */
  stop(job) {
    job.stopped = true;
  }

  memberOf() {
    return undefined;
  }

  supply() {
    return null;
  }

  get open() {
    return this.jobs.filter(({ state, stopped }) => !stopped && !state.finished);
  }

  /** Ends the first open task. */
  end() {
    const job = this.open[0];
    assert.ok(job);
    const { trial } = job.state.task.key;
    job.hooks.onMessages([{ kind: "row", row: { arm: "lottery", trial, final: true } }], []);
    job.hooks.onMessages([{ kind: "finished", elapsed_s: 1, backend: "fake" }], []);
  }
}

/** Lets promises settle; timers stand still. */
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** @param {(parts: {runner: Runner, pool: FakePool, pass: (ms: number) => Promise<void>}) => Promise<void>} body */
async function withRunner(body) {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const pool = new FakePool();
    const runner = new Runner({ experiment: "bench", pool: () => /** @type {any} */ (pool), quick: { trials: 1, quick: true } });
    runner.params = { noise: 0, trials: 3 };
    const pass = async (/** @type {number} */ ms) => {
      mock.timers.tick(ms);
      await settle();
    };
    runner.hold(false);
    runner.play();
    await settle();
    await body({ runner, pool, pass });
  } finally {
    mock.timers.reset();
  }
}

test("it runs trial after trial, summarises each, and rests when all are done", async () => {
  await withRunner(async ({ runner, pool }) => {
    assert.equal(runner.phase, "running");
    for (let trial = 0; trial < 3; trial++) {
      pool.end();
      await settle();
      assert.equal(runner.answer?.summarised, trial + 1);
    }
    assert.equal(runner.phase, "done");
  });
});

test("a change cancels what runs; a setting visited before is there at once", async () => {
  await withRunner(async ({ runner, pool, pass }) => {
    pool.end();
    await settle();
    runner.wish({ noise: 1, trials: 3 }, false);
    assert.equal(pool.open.length, 0, "cancelled at once");
    assert.ok(runner.stale);
    await pass(SETTLE_MS);
    assert.equal(pool.open.length, 3);
    assert.equal(runner.answer?.summarised, 0);
    runner.wish({ noise: 0, trials: 3 }, false);
    await pass(SETTLE_MS);
    assert.equal(runner.answer?.summarised, 1);
    assert.equal(pool.open.length, 2, "the trial that is known is not trained again");
  });
});

test("while a knob moves, quick trials at most every quarter of a second; then the whole", async () => {
  await withRunner(async ({ runner, pool, pass }) => {
    const last = runner.answer;
    runner.wish({ noise: 0.1, trials: 3 }, true);
    await pass(0);
    assert.deepEqual(pool.open.map(({ state }) => state.task.params.quick), [true]);
    runner.wish({ noise: 0.2, trials: 3 }, true);
    assert.equal(pool.open.length, 0);
    await pass(DRAG_EVERY_MS / 2);
    assert.equal(pool.open.length, 0, "not yet");
    await pass(DRAG_EVERY_MS);
    assert.equal(pool.open[0]?.state.task.params.noise, 0.2);
    assert.equal(runner.answer, last, "the last answer stays");
    pool.end();
    await settle();
    assert.ok(runner.quick);
    runner.settle();
    await settle();
    assert.equal(runner.quick, null);
    assert.equal(pool.open.length, 3);
  });
});

test("pause keeps what is known, step does one trial more", async () => {
  await withRunner(async ({ runner, pool }) => {
    runner.pause();
    assert.equal(runner.phase, "paused");
    runner.step();
    await settle();
    pool.end();
    await settle();
    assert.equal(runner.phase, "paused");
    assert.equal(runner.answer?.trials.length, 1);
    assert.equal(pool.open.length, 0);
  });
});

test("held back, nothing runs; let go, it goes on", async () => {
  await withRunner(async ({ runner, pool }) => {
    runner.hold(true);
    assert.equal(pool.open.length, 0);
    runner.play();
    await settle();
    assert.equal(pool.open.length, 0);
    runner.hold(false);
    await settle();
    assert.equal(pool.open.length, 3);
  });
});

test("a plan that is refused is said, and the next change tries again", async () => {
  await withRunner(async ({ runner, pool, pass }) => {
    const { call } = pool;
    pool.call = async () => {
      throw new Error("hidden must be at least 2.");
    };
    runner.wish({ noise: 5, trials: 3 }, false);
    await pass(SETTLE_MS);
    assert.equal(runner.phase, "failed");
    assert.equal(runner.message, "hidden must be at least 2.");
    pool.call = call;
    runner.wish({ noise: 6, trials: 3 }, false);
    await pass(SETTLE_MS);
    assert.equal(runner.phase, "running");
  });
});
