// What the whole set looks like: when its figures are made, and for which settings.

import { runTask } from "../../pool/task.js";
import { paramsFor } from "../../state/config.js";
import { same } from "../../state/schema.js";
import { byId, fillFacts, find, setText } from "../shared/dom.js";
import { count, percent } from "../shared/format.js";
import { withoutPython } from "../shared/lacking.js";
import { analysisOf } from "./analysis.js";
import { LookFigures } from "./lookfigures.js";

/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {import("./analysis.js").Analysis} Analysis */

/** Someone who scrolls past, or whose hand is still on a slider, does not want the figures yet. */
const SETTLE_MS = 700;

export class Looks {
  /** @param {Parts} parts */
  constructor({ config, store, runtime }) {
    this.config = config;
    this.store = store;
    this.runtime = runtime;
    /** @type {Analysis | null} */
    this.analysis = null;
    /** @type {AbortController | null} */
    this.work = null;
    /** @type {"summary" | "tsne"} */
    this.wanted = "summary";
    this.making = "";
    this.visible = false;
    this.timer = 0;
    this.figures = new LookFigures(config);
    this.listen();
    this.tell();
  }

  listen() {
    byId("looks-go").addEventListener("click", () => void this.make("summary"));
    byId("looks-tsne").addEventListener("click", () => this.showMap());
    byId("looks-pca").addEventListener("click", () => this.figures.choose("pca"));
    byId("looks-stop").addEventListener("click", () => this.work?.abort());
    new IntersectionObserver((entries) => {
      this.visible = entries.some((entry) => entry.isIntersecting);
      this.soon();
    }).observe(byId("looks"));
    this.store.subscribe((state, before) => {
      const changed = state.params.data !== before.params.data;
      if (!changed && state.runtime.phase === before.runtime.phase) return;
      this.tell();
      this.soon();
    });
  }

  get params() {
    return paramsFor(this.config, this.store.get().params, "dataset");
  }

  /** Whether the figures show what the settings say. */
  get current() {
    const { analysis, params } = this;
    if (!analysis) return false;
    return Object.entries(params).every(([name, value]) => {
      const shown = analysis.params[name];
      return shown !== undefined && same(shown, value);
    });
  }

  get ready() {
    return this.store.get().runtime.phase === "ready";
  }

  soon() {
    clearTimeout(this.timer);
    if (!this.visible || !this.ready || this.current) return;
    this.timer = window.setTimeout(() => {
      // What is being made for these settings, perhaps a map, is left to finish.
      const underWay = this.work !== null && this.making === JSON.stringify(this.params);
      if (this.visible && !this.current && !underWay) void this.make("summary");
    }, SETTLE_MS);
  }

  showMap() {
    if (this.current && this.analysis?.tsne) this.figures.choose("tsne");
    else void this.make("tsne");
  }

  /** @param {"summary" | "tsne"} analysis */
  async make(analysis) {
    this.work?.abort();
    const work = new AbortController();
    this.work = work;
    this.wanted = analysis;
    this.making = JSON.stringify(this.params);
    this.tell();
    try {
      const pool = await this.runtime.ready;
      const { signal } = work;
      const params = { ...this.params, analysis };
      const state = await runTask(this.runtime.pool ?? pool, "dataset", params, {
        signal,
        onProgress: ({ done, total }) => this.progress(analysis, done / Math.max(1, total)),
      });
      if (this.work !== work) return;
      this.work = null;
      this.show(analysisOf(state), analysis);
    } catch (error) {
      if (this.work !== work) return;
      this.work = null;
      const stopped = error instanceof DOMException && error.name === "AbortError";
      this.tell(stopped ? "" : error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {Analysis} analysis @param {"summary" | "tsne"} what */
  show(analysis, what) {
    this.analysis = analysis;
    byId("looks").removeAttribute("data-unmade");
    void this.figures.show(analysis, what === "tsne" ? "tsne" : "pca");
    this.tell();
    const { row } = analysis;
    const seed = String(analysis.params.seed);
    fillFacts(byId("looks-facts"), [
      {
        name: `Nearest-neighbour accuracy, seed ${seed}`,
        value: percent(Number(row.nearest_neighbour_acc)),
      },
      { name: "Training samples", value: count(Number(row.train_samples)) },
      { name: "Test samples", value: count(Number(row.test_samples)) },
      { name: "Fingerprint", value: String(row.fingerprint) },
    ]);
  }

  /** @param {"summary" | "tsne"} analysis @param {number} share */
  progress(analysis, share) {
    if (analysis === "tsne") find("#looks-progress", HTMLProgressElement).value = share;
  }

  /** @param {string} [failure] */
  tell(failure = "") {
    const { ready, work, current, analysis } = this;
    const busy = work !== null;
    byId("looks-go").toggleAttribute("disabled", !ready);
    byId("looks-tsne").toggleAttribute("disabled", !ready);
    // The rest is over before a hand could reach a button.
    byId("looks-stop").hidden = !busy || this.wanted !== "tsne";
    const bar = find("#looks-progress", HTMLProgressElement);
    bar.hidden = !busy;
    if (busy) bar.removeAttribute("value");
    byId("looks").toggleAttribute("data-stale", analysis !== null && !current);
    const note = busy
      ? "Making the set and looking at it."
      : !ready
        ? withoutPython(this.store.get().runtime, "Python is not here yet.")
        : current
          ? "The figures show the settings above."
          : analysis
            ? "The figures show earlier settings."
            : "Nothing has been made yet.";
    setText(byId("looks-note"), failure || note);
    if (this.store.get().runtime.phase === "unsupported")
      this.figures.say("Python would make it from the whole set.");
    else if (ready && !analysis)
      this.figures.say(busy ? "Being made from the whole set." : "Not made yet.");
  }
}
