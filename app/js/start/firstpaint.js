// When the browser has painted the page for the first time.

/** A tab in the background paints nothing, and a browser may not tell: then the page begins all the same. */
const LONGEST_MS = 1000;

/** @returns {Promise<void>} */
export function firstPaint() {
  return new Promise((resolve) => {
    const go = () => {
      observer.disconnect();
      clearTimeout(timer);
      resolve();
    };
    const observer = new PerformanceObserver((seen) => {
      if (seen.getEntriesByName("first-contentful-paint").length > 0) go();
    });
    const timer = setTimeout(go, document.hidden ? 0 : LONGEST_MS);
    observer.observe({ type: "paint", buffered: true });
  });
}
