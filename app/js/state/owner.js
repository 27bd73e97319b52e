// Which tab a kept run belongs to. Only one at a time may go on with it: two that write into one
// run would mix their measurements, and nobody would see it.

const ANSWER_MS = 300;

/** This tab, for as long as its page is open. */
export const TAB = newId();

/** An id that no other run has. Not randomUUID, which a page served without TLS does not have. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} id */
const lockName = (id) => `mnist1d-lab/run/${id}`;

/**
 * Makes this tab the run's owner until `release` is called or the tab is gone; null while another
 * tab that lives is its owner.
 * @param {string} id
 * @returns {Promise<(() => void) | null>}
 */
export async function own(id) {
  try {
    return await (navigator.locks ? lock(id) : claim(id));
  } catch {
    // Where storage is forbidden so are locks, and nothing is kept that two tabs could write to.
    return () => {};
  }
}

/** Whether no tab that lives is at it. @param {string} id */
export async function isFree(id) {
  const release = await own(id);
  release?.();
  return release !== null;
}

/** @param {string} id @returns {Promise<(() => void) | null>} */
function lock(id) {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(lockName(id), { ifAvailable: true }, (granted) => {
      if (!granted) return resolve(null);
      return new Promise((release) => resolve(() => release(undefined)));
    });
    held.catch(reject);
  });
}

/**
 * Where there are no locks (a page served without TLS) the other tabs are asked. Two that ask at
 * once both count as owners and both are refused, which is the safe side.
 * @param {string} id
 * @returns {Promise<(() => void) | null>}
 */
function claim(id) {
  const channel = new BroadcastChannel(lockName(id));
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(() => channel.close()), ANSWER_MS);
    channel.onmessage = ({ data }) => {
      if (data === "whose?") channel.postMessage("mine");
      if (data !== "mine") return;
      clearTimeout(timer);
      channel.close();
      resolve(null);
    };
    channel.postMessage("whose?");
  });
}
