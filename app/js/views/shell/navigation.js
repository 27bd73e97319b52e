// Keeps three things in step: what the address says, what the state holds, what is shown. Going
// somewhere makes an entry of the history; settings and the part that is being read only replace it.
//
// Settings are no steps of the history: Back within one link keeps them. Another link, put into the
// same window, is a step: Back from it brings back the settings of the link before.

import { fromHash, toHash } from "../../state/permalink.js";
import { HistoryWriter } from "./history.js";
import { LeftEntries } from "./left.js";
import { Scrolling } from "./scrolling.js";

/** @typedef {import("../../state/permalink.js").Place} Place */
/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/permalink.js").Places} Places */
/** @typedef {{link: number, entry: number}} Entry which link it belongs to, and its own number */

/** @param {Place} a @param {Place} b */
const samePlace = (a, b) => a.view === b.view && a.part === b.part;

export class Navigation {
  /**
   * @param {object} parts
   * @param {Record<string, import("../../state/schema.js").Schema[]>} parts.scopes
   * @param {Store} parts.store
   * @param {Places} parts.places
   * @param {(view: string) => Promise<unknown>} parts.mounted
   */
  constructor({ scopes, store, places, mounted }) {
    this.scopes = scopes;
    this.store = store;
    this.places = places;
    this.writer = new HistoryWriter(window.history);
    this.scrolling = new Scrolling(mounted);
    this.left = new LeftEntries();
    /** The entry of this very page before it was loaded anew. @type {Entry | null} */
    this.before = window.history.state ?? (reloaded() ? this.left.last : null);
    /** @type {Entry} */
    this.entry = this.before ?? { link: Date.now(), entry: Date.now() };
    /** Between two entries: settings and place are not of one and the same yet. */
    this.moving = false;
  }

  /** The whole address of what is set now, and of what is shown or of another place. @param {Place} [place] */
  permalink(place = this.store.get().place) {
    const url = new URL(location.href);
    const { params } = this.store.get();
    url.hash = toHash(this.scopes, params, place, this.places.views[0]?.name ?? "");
    return url.href;
  }

  begin() {
    this.readSettings(this.settingsOf(this.before));
    const place = this.places.of(location.hash);
    this.show(place);
    this.scrolling.begin(place, this.entry.entry);
    // A new address takes the browser 10 ms on a page of this size: in a task of its own.
    setTimeout(() => this.write());
    this.store.subscribe((state, before) => {
      const changed = state.params !== before.params || state.place !== before.place;
      if (changed && !this.moving) this.write();
    });
    window.addEventListener("popstate", ({ state }) => this.moved(state));
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("click", (event) => this.follow(event));
  }

  /** A link that says settings says all of them: what it leaves out is at its default. @param {string} hash */
  readSettings(hash) {
    const { settings, changes, refused, code, file } = fromHash(this.scopes, hash);
    if (!settings) return;
    const { store } = this;
    for (const scope of Object.keys(this.scopes)) store.dispatch({ type: "reset", scope });
    for (const change of changes) store.dispatch({ type: "set", ...change });
    store.dispatch({ type: "refused", messages: refused });
    if (code) store.dispatch({ type: "code", code });
    if (file) store.dispatch({ type: "file", file });
  }

  /** @param {Place} place */
  show(place) {
    this.places.show(place.view);
    this.store.dispatch({ type: "place", place });
  }

  /** A number that no entry has yet. */
  fresh() {
    return Math.max(Date.now(), this.entry.entry + 1);
  }

  leave() {
    this.scrolling.leave(this.store.get().place, this.entry.entry);
    this.scrolling.save();
    this.left.save(this.entry);
    this.writer.flush();
  }

  write() {
    const url = this.permalink();
    this.left.keep(this.entry.entry, new URL(url).hash);
    this.writer.replace(this.entry, url);
  }

  /** The part that is being read now. @param {Place} place */
  reading(place) {
    if (!samePlace(place, this.store.get().place)) this.store.dispatch({ type: "place", place });
  }

  /**
   * By a link of the page: to a part or, where its view was read before, to where that was left.
   * @param {Place} place
   * @param {boolean} whole whether the link names a view rather than a part of it
   */
  go(place, whole) {
    const before = this.store.get().place;
    this.scrolling.leave(before, this.entry.entry);
    if (!samePlace(place, before)) {
      this.write();
      this.entry = { ...this.entry, entry: this.fresh() };
      this.writer.push(this.entry, this.permalink(place));
      this.show(place);
    }
    const back = whole && place.view !== before.view;
    this.scrolling.arrive(place, back ? this.scrolling.ofView(place.view) : undefined);
  }

  /** By Back, Forward, or an address put into the window, which has no entry of ours. @param {Entry | null} entry */
  moved(entry) {
    if (entry?.entry === this.entry.entry) return;
    this.scrolling.leave(this.store.get().place, this.entry.entry);
    const { hash } = location;
    const place = this.places.of(hash);
    const another = entry?.link !== this.entry.link;
    this.entry = entry ?? { link: this.fresh(), entry: this.fresh() };
    this.moving = true;
    if (another) this.readSettings(this.settingsOf(entry));
    this.show(place);
    this.moving = false;
    this.write();
    if (!entry) this.writer.flush(); // before it is left again, or nothing would say that it is ours
    this.scrolling.arrive(place, this.scrolling.ofEntry(this.entry.entry));
  }

  /** The hash that says the settings. @param {Entry | null} entry of ours */
  settingsOf(entry) {
    const { hash } = location;
    return entry ? this.left.of(entry.entry, hash) : hash;
  }

  /** @param {MouseEvent} event */
  follow(event) {
    const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (event.defaultPrevented || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
    const { of, views } = this.places;
    const link = target instanceof Element ? target.closest("a[href^='#']") : null;
    const hash = link?.getAttribute("href");
    if (!hash) return;
    event.preventDefault();
    if (hash === "#main") document.getElementById("main")?.focus();
    else
      this.go(
        of(hash),
        views.some(({ name }) => hash === `#${name}`),
      );
  }
}

function reloaded() {
  const [load] = performance.getEntriesByType("navigation");
  return load instanceof PerformanceNavigationTiming && load.type === "reload";
}
