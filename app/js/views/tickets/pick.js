// Which trial's masks are shown, and how: choices of the eye, which no run depends on. (The level
// is in the store, because a run that starts puts it back.)

/** @typedef {{trial: number, layer: number, sorted: boolean, single: boolean, published: boolean}} Choice */

export class Pick {
  constructor() {
    /** @type {Choice} */
    this.now = { trial: 0, layer: 1, sorted: false, single: false, published: false };
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /** @param {Partial<Choice>} patch */
  set(patch) {
    this.now = { ...this.now, ...patch };
    for (const listener of this.listeners) listener();
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
  }
}
