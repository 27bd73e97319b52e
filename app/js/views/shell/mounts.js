// Brings the views to life: the one that is shown first, the others when they are shown, when a link
// to them is pointed at, or when the page is left alone. Each is imported and mounted once, in pieces
// under 50 ms. Who stays with one view for a short visit pays for no other.

import { patience } from "../../state/patience.js";
import { fetchRecorded } from "../../state/recorded.js";
import { byId } from "../shared/dom.js";
import { bindSpace } from "../shared/keyboard.js";
import { idle } from "../shared/pieces.js";
import { unfoldSettings } from "./unfolding.js";

/** @typedef {import("../shared/keyboard.js").Steered} Steered */
/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").State} State */

/**
 * @typedef {object} Page What main.js has made.
 * @property {import("../../pool/protocol.js").Config} config
 * @property {Record<string, import("../../state/schema.js").Schema[]>} scopes
 * @property {Store} store
 * @property {import("../../state/permalink.js").Places} places
 * @property {import("../../start/runtime.js").Runtime} runtime
 * @property {import("../shared/samples.js").Samples} samples
 * @property {() => string} permalink
 * @property {() => Promise<void>} turn when the page may do what Python need not wait for (start/turn.js)
 * @property {import("../../state/staging.js").Staging} staging
 * @property {(view: string) => Promise<Steered[]>} steered what Space steers, those of this view among them
 * @property {(id: string) => void} go to a view or a part, as by a link
 * @property {import("../bench/face.js").BenchFace | null} bench window.lab.bench, once its view is mounted
 */

/** @typedef {{mount: (page: Page) => Promise<Steered[]>}} Module views/<name>/mount.js: what it returns, Space steers */

/** A file that has not arrived by then is given up; "Try again" asks for it anew. */
const PATIENCE_MS = 30_000;

/** @template T @param {Promise<T>} arriving @returns {Promise<T>} */
function inTime(arriving) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error("A part of the page has not arrived within 30 seconds."));
    arriving.finally(patience(PATIENCE_MS, late)).then(resolve, reject);
  });
}

/** Views that do something unseen, and whether there is something to do. @type {Record<string, (state: State) => boolean>} */
const UNSEEN = {
  // A lesson's card lies beside any view.
  lessons: ({ params }) => Boolean(params.lesson?.lesson),
  // It brings back a file that is kept, for whatever is trained on it.
  data: ({ params }) => Boolean(params.data?.data_file),
  // It keeps the runs of all views.
  runs: () => true,
};

export class Mounts {
  /**
   * @param {Page} page @param {import("../../state/permalink.js").View[]} views
   * @param {() => void} fails one of them could not be loaded
   */
  constructor(page, views, fails) {
    this.page = page;
    this.views = views;
    this.fails = fails;
    /** @type {Map<string, Promise<void>>} */
    this.begun = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.unfolded = new Map();
    /** @type {Set<string>} */
    this.asked = new Set();
    /** Whether one of them could not be loaded. */
    this.failed = false;
    /** @type {Steered[]} */
    this.steered = [];
    /** Buttons that nobody hears yet: they cannot be pressed, and look it (css/controls.css). */
    this.deaf = new Map(views.map(({ name }) => [name, deafButtons(name)]));
    const { store } = page;
    store.subscribe((state, before) => {
      if (state.place.view !== before.place.view) void this.of(state.place.view);
    });
    bindSpace(this.steered, () => store.get().runtime.phase === "ready");
  }

  /** From now on also what works unseen, and what a visitor is about to show. @returns {Promise<void>} once what is needed now is there */
  async hear() {
    const { store, places } = this.page;
    const needed = () =>
      Object.entries(UNSEEN).flatMap(([view, does]) => (does(store.get()) ? [this.of(view)] : []));
    store.subscribe(needed);
    const ahead = (/** @type {Event} */ { target }) => {
      const link = target instanceof Element ? target.closest("a[data-to]") : null;
      if (link instanceof HTMLAnchorElement) void this.of(places.of(link.hash).view);
    };
    for (const type of ["pointerover", "focusin"]) document.addEventListener(type, ahead);
    await Promise.all(needed());
  }

  /** Mounts a view, unless that has begun. @param {string} name @returns {Promise<void>} never rejects */
  of(name) {
    const begun = this.begun.get(name) ?? this.mount(name);
    this.begun.set(name, begun);
    return begun;
  }

  /**
   * The settings of a view. A tenth of a second after fields come into the page, Chromium looks at each,
   * and has whatever part holds one laid out, unless its view is hidden: so before it is shown.
   * @param {string} name @returns {Promise<void>}
   */
  unfold(name) {
    const begun = this.unfolded.get(name) ?? unfoldSettings(byId(name), this.page);
    this.unfolded.set(name, begun);
    return begun;
  }

  /** Those of all views, while nothing else is to be done. */
  async unfoldAll() {
    for (const { name } of this.views) {
      if (!this.unfolded.has(name)) await idle();
      await this.unfold(name);
    }
  }

  /** The view that is shown, and an open lesson, which may lie beside any. */
  async first() {
    const { place, params } = this.page.store.get();
    await this.of(place.view);
    if (params.lesson?.lesson) await this.of("lessons");
  }

  /** All panels there are by now, with those of a view, once it is mounted. @param {string} view */
  async steeredOf(view) {
    await this.of(view);
    return this.steered;
  }

  /** @param {string} name */
  async mount(name) {
    const view = this.views.find((view) => view.name === name);
    if (!view?.mounts) return;
    try {
      this.preload(this.page.config.modules[name] ?? []);
      const recorded = view.recorded ? fetchRecorded(this.page.config) : null;
      /** @type {Module} */
      const module = await inTime(import(this.address(name)));
      if (recorded) await inTime(recorded);
      await this.unfold(name);
      this.steered.push(...(await module.mount(this.page)));
      for (const button of this.deaf.get(name) ?? []) button.inert = false;
      byId(name).dataset.mounted = "";
    } catch (error) {
      this.failed = true;
      reportError(error);
      this.fails();
    }
  }

  /** Where the build has put a view's mount.js. @param {string} name */
  address(name) {
    return new URL(`${this.page.config.app}js/views/${name}/mount.js`, document.baseURI).href;
  }

  /** Asks at once for modules, which the browser would else discover in waves. @param {string[]} urls */
  preload(urls) {
    const links = urls
      .filter((href) => !this.asked.has(href) && this.asked.add(href))
      .map((href) => Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
    document.head.append(...links);
  }

  /** The views that nobody has asked for yet, while nothing else is to be done. */
  async rest() {
    for (const { name } of this.views) {
      if (!this.begun.has(name)) await idle();
      await this.of(name);
    }
  }
}

/** @param {string} view */
function deafButtons(view) {
  const buttons = [...document.querySelectorAll(`#${view} button:not([disabled])`)]
    .filter((button) => button instanceof HTMLButtonElement)
    .filter((button) => !button.matches("[data-preset], [data-dice], [data-reset]"));
  for (const button of buttons) button.inert = true;
  return buttons;
}
