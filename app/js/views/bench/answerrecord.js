// What the bench has found out as the record of a run: of its whole trials, as if just so many had
// been asked for, so that its parameters give it again.

import { Run } from "../../pool/run.js";

/** @param {Promise<import("../../pool/pool.js").Pool>} pool @param {string} experiment @param {import("./answers.js").Answer} answer @returns {Promise<Blob>} */
export async function recordOf(pool, experiment, answer) {
  const run = new Run(await pool, experiment, {});
  run.params = { ...answer.settled, trials: answer.inOrder };
  run.tasks = answer.tasks.filter(({ task }) => Number(task.key.trial) < answer.inOrder);
  return run.file();
}
