// The named stages of making a sample: stepped through, or played as an animation.

import { farthest } from "../../pictures/scale.js";
import { drawSmall, drawStage } from "../../pictures/signals.js";
import { dataCaptionOf, dataOriginOf, dataStamped } from "../../state/identity.js";
import { decodeArray, numbers, toCsv } from "../../state/record.js";
import { byId, find, onPress, setText } from "../shared/dom.js";
import { offerDownloads } from "../shared/downloads.js";
import { namePlaces } from "../shared/named.js";
import { morph, spots } from "./morph.js";

/** @typedef {import("../../pool/protocol.js").RunRecord} RunRecord */
/** @typedef {import("./morph.js").Stage} Stage */

/** How long the picture rests at a stage, and how long it takes to the next, in ms. */
const REST_MS = 1100;
const MOVE_MS = 800;

const LAST = "standardised";

/** An axis has some length, even of a signal of zeros. */
const LEAST = 1e-6;

/**
 * The stages of one sample; padded signals of different lengths end with NaN.
 * @param {RunRecord} record of `preview`
 * @param {number} row which of its samples
 * @param {string[]} names
 * @returns {Stage[]}
 */
export function stagesOf(record, row, names) {
  return names.flatMap((name) => {
    const { [`t/${name}`]: places, [`x/${name}`]: signals } = record.arrays;
    if (!places || !signals) return [];
    const t = numbers(decodeArray(places));
    const x = numbers(decodeArray(signals)).slice(row * t.length, (row + 1) * t.length);
    const length = x.filter((value) => !Number.isNaN(value)).length;
    return [{ name, t: t.slice(0, length), x: x.slice(0, length) }];
  });
}

export class StagePlayer {
  /** @param {import("./mount.js").Parts} parts */
  constructor({ config, samples }) {
    this.config = config;
    this.notes = config.experiments.preview?.notes ?? {};
    this.names = Object.keys(this.notes);
    this.slider = find("#stage-slider", HTMLInputElement);
    this.digit = find("#stage-class", HTMLSelectElement);
    /** @type {RunRecord | null} */
    this.record = null;
    /** @type {number[]} */
    this.labels = [];
    /** @type {Stage[]} */
    this.stages = [];
    this.position = 0;
    this.target = 0;
    this.playing = false;
    this.frame = 0;
    this.timer = 0;
    this.listen();
    this.offer();
    samples.listen({ record: (record) => this.take(record) });
  }

  get calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  listen() {
    byId("stage-back").addEventListener("click", () => this.step(-1));
    byId("stage-next").addEventListener("click", () => this.step(1));
    onPress(byId("stage-play"), () => (this.playing ? this.pause() : this.play()));
    this.slider.addEventListener("input", () => this.goTo(Number(this.slider.value)));
    this.digit.addEventListener("change", () => this.choose());
    const strip = byId("stage-strip");
    strip.addEventListener("click", (event) => {
      const frame = event.target instanceof Element ? event.target.closest("[data-stage]") : null;
      if (frame instanceof HTMLElement) this.goTo(this.names.indexOf(frame.dataset.stage ?? ""));
    });
    strip.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.step(by);
      this.frameAt(this.target)?.focus();
    });
  }

  /** @param {number} index */
  frameAt(index) {
    const frame = byId("stage-strip").children[index];
    return frame instanceof HTMLElement ? frame : null;
  }

  /** @param {RunRecord} record */
  take(record) {
    this.record = record;
    const { labels, "x/template": templates } = record.arrays;
    const known = templates !== undefined && labels !== undefined;
    find("#stages .bench", HTMLElement).hidden = !known;
    byId("stage-none").hidden = known;
    if (!known) return this.pause();
    const chosen = Number(this.digit.value);
    this.labels = numbers(decodeArray(labels));
    const options = this.labels.map((label) => new Option(String(label), String(label)));
    this.digit.replaceChildren(...options);
    this.digit.value = String(this.labels.includes(chosen) ? chosen : this.labels[0]);
    this.choose();
  }

  /** Another digit, or other settings: the same stage of it. */
  choose() {
    const row = this.labels.indexOf(Number(this.digit.value));
    if (!this.record || row < 0) return;
    this.stages = stagesOf(this.record, row, this.names);
    this.far = farthest(
      this.stages.filter(({ name }) => name !== LAST).flatMap(({ x }) => x),
      LEAST,
    );
    this.stages.forEach((stage, index) => {
      const host = this.frameAt(index)?.querySelector(".frame-host");
      if (host instanceof HTMLElement) {
        drawSmall(host, spots(stage, this.stages), this.farOf(index));
      }
    });
    this.paint();
    this.tell();
  }

  /** The largest value on the axis at a stage. @param {number} index */
  farOf(index) {
    const stage = this.stages[index];
    return stage?.name === LAST ? farthest(stage.x, LEAST) : (this.far ?? 1);
  }

  paint() {
    const index = Math.min(Math.floor(this.position), this.stages.length - 1);
    const from = this.stages[index];
    if (!from) return;
    const to = this.stages[index + 1] ?? from;
    const share = this.position - index;
    const far =
      this.farOf(index) + (this.farOf(Math.min(index + 1, 8)) - this.farOf(index)) * share;
    drawStage(byId("stage-chart"), morph(from, to, share, this.stages), far);
  }

  /** @param {number} by */
  step(by) {
    this.goTo(Math.max(0, Math.min(this.names.length - 1, this.target + by)));
  }

  /** @param {number} index */
  goTo(index) {
    this.pause();
    this.moveTo(index, () => {});
  }

  /** @param {number} index @param {() => void} arrived */
  moveTo(index, arrived) {
    cancelAnimationFrame(this.frame);
    this.target = index;
    this.tell();
    const from = this.position;
    const began = performance.now();
    const long = MOVE_MS * Math.min(1.5, Math.abs(index - from) || 1);
    const move = () => {
      const share = this.calm ? 1 : Math.min(1, (performance.now() - began) / long);
      // Slow at both ends.
      this.position = from + (index - from) * (share * share * (3 - 2 * share));
      this.paint();
      if (share < 1) this.frame = requestAnimationFrame(move);
      else arrived();
    };
    move();
  }

  play() {
    this.playing = true;
    if (this.target >= this.names.length - 1) this.moveTo(0, () => this.rest());
    else this.rest(0);
    this.tell();
  }

  /** @param {number} [wait] */
  rest(wait = this.calm ? REST_MS + MOVE_MS : REST_MS) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (!this.playing) return;
      if (this.target >= this.names.length - 1) this.pause();
      else this.moveTo(this.target + 1, () => this.rest());
    }, wait);
  }

  pause() {
    clearTimeout(this.timer);
    this.playing = false;
    this.tell();
  }

  tell() {
    const index = this.target;
    const name = this.names[index] ?? "";
    const total = this.names.length;
    this.slider.value = String(index);
    this.slider.setAttribute("aria-valuetext", `${index + 1} of ${total}: ${name}`);
    setText(byId("stage-count"), `Stage ${index + 1} of ${total}`);
    setText(byId("stage-name"), name);
    setText(byId("stage-note"), this.notes[name] ?? "");
    setText(byId("stage-play-text"), this.playing ? "Pause" : "Play");
    byId("stages").toggleAttribute("data-playing", this.playing);
    this.names.forEach((_, at) => {
      const frame = this.frameAt(at);
      if (at === index) frame?.setAttribute("aria-current", "step");
      else frame?.removeAttribute("aria-current");
    });
    this.summarise(index);
  }

  /** @param {number} index */
  summarise(index) {
    const stage = this.stages[index];
    if (!stage || !this.record) return;
    const low = stage.x.reduce((a, b) => Math.min(a, b)).toFixed(2);
    const high = stage.x.reduce((a, b) => Math.max(a, b)).toFixed(2);
    const text = `Digit ${this.digit.value}, ${stage.name}: ${stage.x.length} numbers from ${low} to ${high}.`;
    setText(byId("stage-summary"), text.replaceAll("-", "−"));
    const { params } = this.record;
    setText(byId("stage-origin"), dataOriginOf(this.config, params));
    namePlaces(byId("stage-chart"), this.title, dataCaptionOf(this.config, params));
  }

  rows() {
    const label = Number(this.digit.value);
    const params = this.record?.params ?? {};
    return this.stages.flatMap(({ name, t, x }) =>
      x.map((value, position) => {
        const row = { label, stage: name, position, t: t[position] ?? 0, x: value };
        return dataStamped(this.config, params, row);
      }),
    );
  }

  get title() {
    return `Digit ${this.digit.value}: ${this.names[this.target]}`;
  }

  offer() {
    offerDownloads("stages", {
      file: "mnist1d-stages",
      csv: () => toCsv(this.rows()),
      json: () => JSON.stringify({ params: this.record?.params, rows: this.rows() }),
      pictures: () => [find("#stage-chart svg", SVGElement)],
      labels: () => ({
        title: this.title,
        caption: dataCaptionOf(this.config, this.record?.params),
        legend: [],
      }),
    });
  }
}
