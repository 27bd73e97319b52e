// The history of the window, asked little enough for any browser: Firefox refuses the 201st call in
// ten seconds and Safari the 101st, by an exception, which a slider reaches in a second or two. A call
// takes Chromium 10 to 50 ms on a page of this size, so it has a task of its own, and none is in vain.

/** From one replacement to the next; the last one always comes. */
const GAP_MS = 400;

/** Entries are made at once, but no more of them in ten seconds than this. */
const MOST_ENTRIES = 30;
const WINDOW_MS = 10_000;

/** After a refusal. */
const RETRY_MS = 2000;

/** @typedef {{how: "pushState" | "replaceState", state: unknown, url: string}} Call */

export class HistoryWriter {
  /** @param {Pick<History, "pushState" | "replaceState">} history @param {() => number} [now] milliseconds */
  constructor(history, now = () => performance.now()) {
    this.history = history;
    this.now = now;
    /** @type {Call | null} */
    this.wanted = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.last = Number.NEGATIVE_INFINITY;
    /** What the present entry has. @type {Call | null} */
    this.written = null;
    /** When the last entries were made. @type {number[]} */
    this.entries = [];
  }

  /** The address of the present entry, in a moment or a little later. @param {unknown} state @param {string} url */
  replace(state, url) {
    this.wanted = { how: this.wanted?.how ?? "replaceState", state, url };
    this.soon(this.last + GAP_MS - this.now());
  }

  /** A new entry; where there are too many, the present one is used for it. @param {unknown} state @param {string} url */
  push(state, url) {
    const now = this.now();
    this.entries = this.entries.filter((at) => now - at < WINDOW_MS);
    if (this.entries.length >= MOST_ENTRIES) return this.replace(state, url);
    this.entries.push(now);
    this.flush();
    this.wanted = { how: "pushState", state, url };
    this.flush();
  }

  /** What waits is written now. */
  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const call = this.wanted;
    if (!call) return;
    try {
      if (!this.isWritten(call)) this.history[call.how](call.state, "", call.url);
      this.written = call;
      this.wanted = null;
      this.last = this.now();
    } catch {
      this.soon(RETRY_MS); // somebody else has used up the browser's patience
    }
  }

  /** @param {Call} call */
  isWritten({ how, state, url }) {
    return how === "replaceState" && state === this.written?.state && url === this.written?.url;
  }

  /** @param {number} ms */
  soon(ms) {
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, ms));
  }
}
