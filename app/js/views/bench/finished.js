// A sweep of the bench, over a knob or over rates, is a run like any other: how far it is stands in the
// tab's title, and once it has come to its end it is kept.

/** @typedef {import("./benchview.js").BenchView} BenchView */
/** @typedef {import("./runner.js").Runner} Runner */

/** @param {Pick<BenchView, "store" | "keep">} bench @param {Runner} runner @param {string} name among the runs of the page */
export function followSweep({ store, keep }, runner, name) {
  /** @type {WeakSet<import("./answers.js").Answer>} */
  const kept = new WeakSet();
  let running = false;
  let told = -1;
  runner.subscribe(() => {
    const { answer, phase } = runner;
    const now = phase === "running";
    const done = answer?.count ?? 0;
    if (now !== running || (now && done !== told)) {
      [running, told] = [now, done];
      store.dispatch({ type: "run", name, patch: progressOf(runner) });
    }
    if (phase !== "done" || !answer || kept.has(answer)) return;
    kept.add(answer);
    void keep(answer, runner.experiment, name);
  });
}

/** @param {Runner} runner @returns {Partial<import("../../state/store.js").RunView>} */
function progressOf({ answer, phase }) {
  return {
    phase: phase === "running" ? "running" : "stopped",
    done: answer?.count ?? 0,
    total: answer?.tasks.length ?? 0,
    elapsed: answer?.elapsed ?? 0,
    record: null,
  };
}
