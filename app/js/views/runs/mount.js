// Keeps every run that comes to its end. The view itself is loaded when it is first shown, and what
// keeps a run when there is one: neither belongs to what a visit begins with.

/** @typedef {import("../../state/store.js").RunView} RunView */

/** @param {import("../shell/mounts.js").Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const { store } = page;
  /** @type {Promise<void> | undefined} */
  let opened;
  const look = () => {
    if (store.get().place.view !== "runs") return;
    opened ??= import("./view.js").then(({ open }) => open(page)).catch(reportError);
  };
  /** @param {Record<string, RunView>} runs @param {Record<string, RunView>} before */
  const keepNew = (runs, before) => {
    for (const [name, run] of Object.entries(runs)) {
      if (run.record === null || run.record === before[name]?.record) continue;
      import("./keeping.js").then(({ keepRun }) => keepRun(page, name, run)).catch(reportError);
    }
  };
  store.subscribe((state, before) => {
    if (state.runs !== before.runs) keepNew(state.runs, before.runs);
    if (state.place !== before.place) look();
  });
  keepNew(store.get().runs, {});
  look();
  await opened;
  return [];
}
