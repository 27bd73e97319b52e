// Whose turn it is. While Python starts, all processors of a small machine are busy with it, and
// whatever the page does then makes Python late (docs/performance.md). So the page mounts what is
// read first, and the rest when Python has answered, or as soon as waiting helps nobody.

/** @typedef {import("./store.js").Store} Store */

/** A download that is not over by then keeps Python waiting, not the processor. */
const PATIENCE_MS = 1000;

/** A visitor who does any of these wants the page now. */
const SIGNS_OF_USE = ["scroll", "pointerdown", "keydown", "focusin"];

/**
 * @param {Store} store
 * @param {Promise<unknown>} answered Python's first answer
 * @returns {Promise<void>} never rejects
 */
export function turnOfThePage(store, answered) {
  return new Promise((resolve) => {
    const go = () => resolve();
    answered.then(go, go);
    for (const type of SIGNS_OF_USE) {
      window.addEventListener(type, go, { once: true, passive: true, capture: true });
    }
    const downloading = () => ["idle", "download"].includes(store.get().runtime.phase);
    setTimeout(() => downloading() && go(), PATIENCE_MS);
    const hopeless = () => ["failed", "unsupported"].includes(store.get().runtime.phase);
    store.subscribe(() => hopeless() && go());
    if (hopeless()) go();
  });
}
