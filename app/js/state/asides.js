// A run that no panel shows, be it called by window.lab.run or a kept one done again: the store hears
// how far it is, and so does the tab's title.

/** @typedef {import("./store.js").Store} Store */

const TELL_EVERY_MS = 500;

let count = 0;

/**
 * @param {Store} store @param {{done: number, total: number, elapsed: number}} run
 * @param {() => number} [now] milliseconds
 */
export function followAside(store, run, now = () => performance.now()) {
  count += 1;
  const name = String(count);
  let told = Number.NEGATIVE_INFINITY;
  return {
    /** It has come further. */
    told() {
      if (now() - told < TELL_EVERY_MS) return;
      told = now();
      const { done, total, elapsed } = run;
      const aside = { phase: /** @type {const} */ ("running"), done, total, elapsed };
      store.dispatch({ type: "aside", name, aside: { ...aside, tasks: [], waiting: done === 0 } });
    },
    /** It is over, however it ended. */
    ended() {
      store.dispatch({ type: "aside", name, aside: null });
    },
  };
}
