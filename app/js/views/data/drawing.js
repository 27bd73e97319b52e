// Drawing the templates: which class is on the board, undo, and leaving classes out.

import { Board, MIDDLE } from "../../pictures/board.js";
import { farthest } from "../../pictures/scale.js";
import { drawSmall, drawStage } from "../../pictures/signals.js";
import { byId, find, setText } from "../shared/dom.js";
import { offerDownloads } from "../shared/downloads.js";
import { counted } from "../shared/format.js";
import { signalsOf } from "../shared/samples.js";
import { csvOf, fault, shapesOf, textOf, withPoints } from "./shapes.js";

/** @typedef {import("./shapes.js").Shapes} Shapes */

/** While a hand draws, the settings follow this often: browsers limit how often a link may change. */
const FOLLOW_MS = 150;

/** Keys pressed closer together than this are undone together. */
const ONE_GESTURE_MS = 1000;

export class Drawing {
  /** @param {import("./mount.js").Parts} parts */
  constructor({ config, store, samples }) {
    this.store = store;
    /** @type {Shapes} */
    this.published = config.recorded.preview ? shapesOf(config.recorded.preview) : new Map();
    /** @type {Shapes} */
    this.shapes = new Map(this.published);
    this.label = 7;
    /** @type {string[]} */
    this.past = [];
    this.begun = 0;
    this.timer = 0;
    /** @type {import("../../pool/protocol.js").RunRecord | null} */
    this.record = null;
    /** What the settings said when this drawing last wrote them. @type {string | null} */
    this.written = null;
    this.board = new Board(byId("draw-board"), {
      onBegin: () => this.begin(),
      onChange: (heights) => this.change(heights),
    });
    this.frames = [...byId("draw-classes").children].filter((item) => item instanceof HTMLElement);
    this.listen();
    this.offer(config.version);
    samples.listen({ record: (record) => this.take(record) });
    this.show();
    setText(byId("draw-summary"), this.summary());
  }

  /** @param {string} version */
  offer(version) {
    offerDownloads("templates", {
      file: "mnist1d-templates",
      csv: () => csvOf(this.shapes),
      json: () => JSON.stringify({ version, templates: Object.fromEntries(this.shapes) }),
      pictures: () => [find("#draw-board svg", SVGElement)],
      labels: () => ({
        title: `Template of class ${this.label}`,
        caption: `No seed: a template is drawn. MNIST-1D Lab ${version}.`,
        legend: [],
      }),
    });
  }

  listen() {
    byId("draw-classes").addEventListener("click", (event) => {
      const frame = event.target instanceof Element ? event.target.closest("[data-class]") : null;
      if (frame instanceof HTMLElement) this.choose(Number(frame.dataset.class));
    });
    byId("draw-undo").addEventListener("click", () => this.undo());
    byId("draw-drop").addEventListener("click", () => this.toggle());
    byId("draw-published").addEventListener("click", () => {
      const shape = this.published.get(this.label);
      if (!shape) return;
      this.remember();
      this.change(withPoints(shape, this.points));
    });
  }

  get points() {
    return [...this.shapes.values()][0]?.length ?? 12;
  }

  /** The templates in use, unless it was this drawing that wrote them. @param {import("../../pool/protocol.js").RunRecord} record */
  take(record) {
    this.record = record;
    this.showSample();
    const text = String(record.params.templates ?? "");
    if (text === this.written || record.params.data_file) return;
    this.written = null;
    const shapes = shapesOf(record);
    if (shapes.size === 0) return;
    this.shapes = shapes;
    this.show();
  }

  /** @param {number} label */
  choose(label) {
    this.label = label;
    this.show();
    setText(byId("draw-summary"), this.summary());
  }

  begin() {
    const now = performance.now();
    if (now - this.begun > ONE_GESTURE_MS) this.remember();
    this.begun = now;
  }

  remember() {
    this.past.push(String(this.store.get().params.data?.templates ?? ""));
    byId("draw-undo").removeAttribute("disabled");
  }

  undo() {
    const before = this.past.pop();
    byId("draw-undo").toggleAttribute("disabled", this.past.length === 0);
    if (before === undefined) return;
    this.written = null;
    clearTimeout(this.timer);
    this.timer = 0;
    const values = { templates: before, data_file: "", data_reading: "" };
    this.store.dispatch({ type: "setMany", scope: "data", values });
    setText(byId("draw-summary"), "Undone.");
  }

  toggle() {
    if (this.shapes.has(this.label) && this.shapes.size === 1) {
      setText(byId("draw-summary"), "One class must stay.");
      return;
    }
    this.remember();
    if (this.shapes.has(this.label)) this.shapes.delete(this.label);
    else {
      const shape = this.published.get(this.label) ?? [];
      this.shapes.set(this.label, withPoints(shape, this.points));
    }
    this.show();
    this.commit();
  }

  /** @param {number[]} heights */
  change(heights) {
    this.shapes.set(this.label, heights);
    this.show();
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.commit();
    }, FOLLOW_MS);
  }

  commit() {
    const wrong = fault(this.shapes);
    setText(byId("draw-summary"), wrong || this.summary());
    if (wrong) return;
    const templates = textOf(this.shapes);
    this.written = templates;
    const values = { templates, data_file: "", data_reading: "" };
    this.store.dispatch({ type: "setMany", scope: "data", values });
  }

  summary() {
    const heights = this.shapes.get(this.label);
    const classes = `${counted(this.shapes.size, "class", "classes")} in use`;
    if (!heights) return `Class ${this.label} is left out; ${classes}.`;
    return `Class ${this.label}: ${heights.join(", ")}. ${classes}.`;
  }

  show() {
    const used = this.shapes.has(this.label);
    const shape = this.shapes.get(this.label) ?? this.published.get(this.label) ?? [];
    this.board.draw(shape);
    byId("draw-board").toggleAttribute("data-unused", !used);
    setText(byId("draw-drop"), used ? "Leave this class out" : "Use this class");
    const all = [...this.shapes.values(), ...this.published.values()].flat();
    const far = farthest(
      all.map((height) => height - MIDDLE),
      1,
    );
    for (const frame of this.frames) this.showFrame(frame, far);
    this.showSample();
  }

  /** What the generator makes of the template. */
  showSample() {
    if (!this.record) return;
    const signals = signalsOf(this.record);
    const signal = signals.find(({ label }) => label === this.label);
    const far = farthest(
      signals.flatMap(({ x }) => x),
      1,
    );
    byId("draw-sample").toggleAttribute("data-unused", !signal);
    const note = signal
      ? `An example of class ${this.label} as the network gets it, seed ${this.record.params.seed}.`
      : `There are no examples of class ${this.label}.`;
    setText(byId("draw-sample-note"), note);
    const last = Math.max(1, (signal?.x.length ?? 0) - 1);
    const spots = (signal?.x ?? []).map((value, i) => ({ at: i / last, value }));
    drawStage(byId("draw-sample"), spots, far);
  }

  /** @param {HTMLElement} frame @param {number} far */
  showFrame(frame, far) {
    const label = Number(frame.dataset.class);
    const own = this.shapes.get(label);
    const heights = own ?? this.published.get(label) ?? [];
    frame.setAttribute("aria-pressed", String(label === this.label));
    frame.setAttribute("aria-label", own ? `Class ${label}` : `Class ${label}, left out`);
    frame.toggleAttribute("data-unused", !own);
    const host = frame.querySelector(".frame-host");
    if (!(host instanceof HTMLElement)) return;
    const last = Math.max(1, heights.length - 1);
    const spots = heights.map((height, i) => ({ at: i / last, value: height - MIDDLE }));
    drawSmall(host, spots, far);
  }
}
