// Whether the host has another version of the page by now. The files of the open one are then gone:
// nothing of them can be loaded again, and only a reload helps.

const ANSWER_MS = 5000;

/** @param {string} app the folder of the page's own code, whose name has the hash of all that is in it */
export async function isReplaced(app) {
  try {
    const url = new URL(location.pathname, location.href);
    const signal = AbortSignal.timeout(ANSWER_MS);
    const text = await (await fetch(url, { cache: "no-store", signal })).text();
    return text.includes('id="lab-runtime"') && !text.includes(app);
  } catch {
    return false; // the network is gone, which is another matter
  }
}
