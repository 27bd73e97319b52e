// Keeps the screen on while something long is computed in sight: a machine that falls asleep computes nothing.

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {Pick<Document, "visibilityState" | "addEventListener">} Sight */

/** A turn at a knob of the bench is no reason. */
const LONG_MS = 3000;

export class Awake {
  /** @param {Pick<WakeLock, "request">} locks @param {Sight} sight */
  constructor(locks, sight) {
    this.locks = locks;
    this.sight = sight;
    this.wanted = false;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.asking = false;
    // A browser takes the lock away from a page that is out of sight, and does not give it back.
    sight.addEventListener("visibilitychange", () => void this.settle());
  }

  /** @param {boolean} wanted */
  want(wanted) {
    this.wanted = wanted;
    void this.settle();
  }

  async settle() {
    if (this.asking) return;
    if (!this.wanted) {
      const { lock } = this;
      this.lock = null;
      await lock?.release();
      return;
    }
    if (this.lock || this.sight.visibilityState !== "visible") return;
    this.asking = true;
    // On an empty battery it may be refused: the run goes on all the same.
    const lock = await this.locks.request("screen").catch(() => null);
    this.asking = false;
    lock?.addEventListener("release", () => {
      if (this.lock === lock) this.lock = null;
    });
    this.lock = lock;
    if (!this.wanted) await this.settle();
  }
}

/** @param {Store} store */
export function mountAwake(store) {
  const { wakeLock } = navigator;
  if (!wakeLock) return;
  const awake = new Awake(wakeLock, document);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (store.get().runtime.active === 0) awake.want(false);
    else timer = setTimeout(() => awake.want(true), LONG_MS);
  };
  store.subscribe(({ runtime }, before) => {
    if (runtime.active > 0 !== before.runtime.active > 0) look();
  });
  look();
}
