// One queue for all pictures: each frame draws as many as fit, so that a page full of charts never
// holds its own thread when all of them want to be drawn at once.

/** Milliseconds of drawing a frame; one picture may take longer, but then it is the only one. */
const BUDGET_MS = 8;

/** @type {(() => void)[]} */
const queue = [];
let asked = false;

/** @param {() => void} job draws one picture; while it waits, asking again changes nothing */
export function paint(job) {
  if (!queue.includes(job)) queue.push(job);
  ask();
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

/** Draws now and whenever the host changes its size. @param {HTMLElement} host @param {() => void} job */
export function paintOnResize(host, job) {
  places.set(host, job);
  new ResizeObserver(() => paint(job)).observe(host);
}

function ask() {
  if (asked || queue.length === 0) return;
  asked = true;
  requestAnimationFrame(run);
}

function run() {
  asked = false;
  const until = performance.now() + BUDGET_MS;
  do queue.shift()?.();
  while (queue.length > 0 && performance.now() < until);
  ask();
}
