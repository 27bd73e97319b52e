import assert from "node:assert/strict";
import { test } from "node:test";

import { TaskState } from "../../../../app/js/pool/taskstate.js";
import { Answer, Answers, KEPT, keyOf } from "../../../../app/js/views/bench/answers.js";

/** @param {number} trial @param {string} arm @param {boolean} finished */
function state(trial, arm, finished) {
  const task = { id: `${arm}-${trial}`, experiment: "bench", params: {}, key: { arm, trial }, cost: 1 };
  const made = new TaskState(task);
  made.apply({ kind: "row", row: { arm, trial, final: true } }, []);
  if (finished) made.apply({ kind: "finished", elapsed_s: 1, backend: "simd" }, []);
  return made;
}

test("the key of settings leaves out how many trials are asked for, and their order", () => {
  assert.equal(keyOf({ a: 1, trials: 3, b: [2] }), keyOf({ b: [2], a: 1, trials: 10 }));
  assert.notEqual(keyOf({ a: 1, trials: 3 }), keyOf({ a: 2, trials: 3 }));
});

test("a trial counts once all of its tasks are finished, and only its rows are averaged", () => {
  const answer = new Answer({ trials: 2 });
  answer.tasks = [state(0, "lottery", true), state(0, "random", true), state(1, "lottery", true)];
  answer.tasks.push(state(1, "random", false));
  assert.deepEqual(answer.trials, [0]);
  assert.deepEqual(
    answer.wholeRows.map((row) => row.trial),
    [0, 0],
  );
});

test("what is finished is not trained again; what was under way begins anew", () => {
  const answer = new Answer({ trials: 1 });
  answer.tasks = [state(0, "lottery", true), state(0, "random", false)];
  const planned = answer.tasks.map(({ task }) => ({ ...task, params: { trials: 2 } }));
  const saved = answer.savedFor(planned);
  assert.deepEqual(
    saved.map((task) => [task.finished, task.rows.length, task.task.params.trials]),
    [
      [true, 1, 2],
      [false, 0, 2],
    ],
  );
});

test("settings used longest ago are forgotten first", () => {
  const answers = new Answers();
  const first = answers.for({ seed: 0 });
  const second = answers.for({ seed: 1 });
  for (let seed = 2; seed < KEPT; seed++) answers.for({ seed });
  assert.equal(answers.for({ seed: 0 }), first);
  answers.for({ seed: KEPT });
  assert.equal(answers.for({ seed: 0 }), first);
  assert.notEqual(answers.for({ seed: 1 }), second);
});

test("what is kept of an answer are its trials from the first on, without a gap", () => {
  const answer = new Answer({ trials: 4 });
  const arms = ["lottery", "random"];
  answer.tasks = [0, 1, 2, 3].flatMap((trial) => arms.map((arm) => state(trial, arm, trial !== 2)));
  assert.deepEqual(answer.trials, [0, 1, 3]);
  assert.equal(answer.inOrder, 2);
});
