// Work in pieces: each in a task of its own, so that together they never hold the page for 50 ms.

/** The browser may do something else first. */
export const breathe = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** For what nobody waits for; where a browser cannot tell, a moment later. */
export const idle = () =>
  new Promise((resolve) => {
    if (window.requestIdleCallback) window.requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 50);
  });

/** Runs jobs one after the other. @param {(() => void)[]} jobs */
export async function inPieces(jobs) {
  for (const job of jobs) {
    await breathe();
    job();
  }
}
