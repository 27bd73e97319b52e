// Whose turn it is. While Python starts, all processors of a small machine are busy with it, and
// whatever the page does then makes Python late (docs/performance.md). So the page mounts what is
// read first, and the rest when Python has answered, or as soon as waiting helps nobody; on a phone,
// when Python has nothing to do.

/** @typedef {import("../state/store.js").Store} Store */

/** A download that is not over by then keeps Python waiting, not the processor. */
const PATIENCE_MS = 1000;

/** And this long, the visitor has waited enough. */
const LONGEST_MS = 5000;

/** A visitor who does any of these wants the page now. */
const SIGNS_OF_USE = ["scroll", "pointerdown", "keydown", "focusin"];

/**
 * @param {Store} store
 * @param {Promise<unknown>} answered Python's first answer
 * @returns {Promise<void>} never rejects
 */
export async function turnOfThePage(store, answered) {
  const inUse = window.scrollY > 0 || document.activeElement !== document.body;
  const is = (/** @type {string[]} */ phases) => phases.includes(store.get().runtime.phase);
  const over = new AbortController();
  await new Promise((resolve) => {
    const go = () => resolve(undefined);
    answered.then(go, go);
    for (const type of SIGNS_OF_USE) {
      window.addEventListener(type, go, { passive: true, capture: true, signal: over.signal });
    }
    setTimeout(() => is(["idle", "download"]) && go(), PATIENCE_MS);
    setTimeout(go, LONGEST_MS);
    const unsubscribe = store.subscribe(() => is(["failed", "unsupported"]) && go());
    over.signal.addEventListener("abort", unsubscribe);
    if (inUse || is(["failed", "unsupported"])) go();
  });
  over.abort();
}

/** Until nothing is being computed. @param {Store} store @returns {Promise<void>} */
export function restOfPython(store) {
  return new Promise((resolve) => {
    const look = () => {
      if (store.get().runtime.active > 0) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = store.subscribe(look);
    look();
  });
}
