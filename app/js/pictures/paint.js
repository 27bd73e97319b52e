// One queue for all pictures: after each frame, or in it, as many are drawn as fit, so that a page full
// of charts never holds its own thread when all of them want to be drawn at once.

/** Milliseconds of drawing at a time; one picture may take longer, but then it is the only one. */
const BUDGET_MS = 4;

/** Nobody waits longer for what is to be drawn. */
const LONGEST_MS = 1000;

/** What only follows a run takes at most this share of the time: where drawing is slow, the run goes on. */
const FOLLOWING_SHARE = 0.1;

/** @type {(() => void)[]} */
const queue = [];
/** Those that take long to draw: not in a frame, which lays them out and paints them as well. @type {Set<() => void>} */
const apart = new Set();
let asked = false;
/** Before then nothing that follows a run is drawn, in ms. */
let rested = 0;
/** @type {Map<() => void, ReturnType<typeof setTimeout>>} */
const following = new Map();

/**
 * @param {() => void} job draws one picture; while it waits, asking again changes nothing
 * @param {{long?: boolean}} [how] whether that takes so long that it has a task of its own
 */
export function paint(job, { long = false } = {}) {
  if (long) apart.add(job);
  clearTimeout(following.get(job));
  following.delete(job);
  if (!queue.includes(job)) queue.push(job);
  ask();
}

/** The same for what a run changes all the time, and nobody's hand. @param {() => void} job */
export function paintFollowing(job) {
  if (queue.includes(job) || following.has(job)) return;
  following.set(
    job,
    setTimeout(() => paint(job), Math.max(0, rested - performance.now())),
  );
}

/** Until what waits now is drawn; where no frames come, as in a tab behind others, for a moment only. @returns {Promise<void>} */
export function painted() {
  return new Promise((resolve) => {
    const look = () => (queue.length > 0 ? requestAnimationFrame(look) : resolve());
    look();
    setTimeout(resolve, LONGEST_MS);
  });
}

/** What draws into each place. @type {Map<HTMLElement, () => void>} */
const places = new Map();

/** Draws every place at once, as for paper, which waits for nobody. */
export function paintAll() {
  for (const [host, job] of places) {
    if (host.isConnected) job();
    else places.delete(host);
  }
}

/** Draws now and whenever the host changes its size. @param {HTMLElement} host @param {() => void} job @param {{long?: boolean}} [how] */
export function paintOnResize(host, job, how) {
  places.set(host, job);
  new ResizeObserver(() => paint(job, how)).observe(host);
}

function ask() {
  if (asked || queue.length === 0) return;
  asked = true;
  requestAnimationFrame(() => (isNextApart() ? setTimeout(run) : run()));
}

const isNextApart = () => queue[0] !== undefined && apart.has(queue[0]);

function run() {
  asked = false;
  const began = performance.now();
  const alone = isNextApart();
  do {
    const job = queue.shift();
    if (job) apart.delete(job);
    job?.();
  } while (queue.length > 0 && isNextApart() === alone && performance.now() < began + BUDGET_MS);
  const took = performance.now() - began;
  // Before the next is asked for, whose time is its own.
  if (alone) requestAnimationFrame(() => rest(performance.now() - took));
  else rest(began);
  ask();
}

/** @param {number} began ms, when what the browser lays out and paints now began to be drawn */
function rest(began) {
  setTimeout(() => {
    const now = performance.now();
    // A dialog or a sleeping machine may have come between.
    rested = now + Math.min(LONGEST_MS, (now - began) * (1 / FOLLOWING_SHARE - 1));
  });
}
