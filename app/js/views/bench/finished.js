// A sweep of the bench that has come to its end, over a knob or over rates, is a run and kept as such.

/** @typedef {import("./benchview.js").BenchView} BenchView */

/** @param {BenchView} bench @param {import("./runner.js").Runner} runner @param {string} name among the kept runs */
export function keepWhenDone(bench, runner, name) {
  /** @type {WeakSet<import("./answers.js").Answer>} */
  const kept = new WeakSet();
  runner.subscribe(() => {
    const { answer, phase } = runner;
    if (phase !== "done" || !answer || kept.has(answer)) return;
    kept.add(answer);
    void bench.keep(answer, runner.experiment, name);
  });
}
