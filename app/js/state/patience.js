// Waiting, but not for ever: limits of time that count only while the page is awake. A tab that was
// frozen, or a lid that was closed, is no silence of those who were asked: they slept, too.

/** A timer that comes this much too late was slept through: who is waited for is given the time anew. */
const SLEPT_MS = 1000;

/**
 * @param {number} ms
 * @param {() => void} over called once the time is over
 * @returns {() => void} ends the waiting
 */
export function patience(ms, over) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const wait = () => {
    const due = performance.now() + ms;
    timer = setTimeout(() => (performance.now() - due > SLEPT_MS ? wait() : over()), ms);
  };
  wait();
  return () => clearTimeout(timer);
}
