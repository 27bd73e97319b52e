// What is done once a part of the page is nearly in sight, and not before.

/** Far enough that it is done before anybody gets there. */
const MARGIN = "600px";

/** @param {HTMLElement} part @param {() => void} job once */
export function whenNear(part, job) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watcher.disconnect();
      job();
    },
    { rootMargin: MARGIN },
  );
  watcher.observe(part);
}
