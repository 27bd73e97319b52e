// Whose turn it is. While Python starts, all processors of a small machine are busy with it, and
// whatever the page does then makes Python late (docs/performance.md). So the page mounts what is
// read first, and what surrounds it when Python has answered, or as soon as waiting helps nobody. The
// views that nobody has asked for wait until the page is left alone.

/** @typedef {import("../state/store.js").Store} Store */

/** A download that is not over by then keeps Python waiting, not the processor. */
const PATIENCE_MS = 1000;

/** And this long, the visitor has waited enough. */
const LONGEST_MS = 5000;

/** Whoever reads for so long without a hand at the page is not held up by what it does meanwhile. */
const QUIET_MS = 10_000;

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

/**
 * Until nobody has touched the page for so long, and nothing is being computed.
 * @param {Store} store
 * @param {number} [quietMs]
 * @returns {Promise<void>} never rejects
 */
export async function leftAlone(store, quietMs = QUIET_MS) {
  const over = new AbortController();
  await new Promise((resolve) => {
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(look, quietMs);
    };
    const look = () => (store.get().runtime.active > 0 ? again() : resolve(undefined));
    for (const type of [...SIGNS_OF_USE, "pointermove"]) {
      window.addEventListener(type, again, { passive: true, capture: true, signal: over.signal });
    }
    again();
  });
  over.abort();
}
