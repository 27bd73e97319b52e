// Signals as the paper draws its digits: the position runs from top to bottom and the value from
// left to right, so that a seven looks like a seven. Many in rows, one large, small ones for a strip.

import { paintOnResize } from "./paint.js";
import { farthest, inside, linear, ticks } from "./scale.js";
import { markPath, polyline, svg } from "./svg.js";

/** @typedef {{label: number, caption?: string, x: number[], t: number[], band?: {low: number[], high: number[]}}} Signal `x` values at positions `t`, perhaps with a band around them */
/** @typedef {{at: number, value: number}} Spot `at` from 0 (top) to 1 */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box that values from -far to far fill */

const CELL = { width: 96, height: 176 };
const PAD = 10;
const FOOT = 34;

/** Flatter or taller cells than these would show noise, or nothing but it. */
const HEIGHTS = /** @type {[number, number]} */ ([90, 240]);

/** One signal, large: its picture and, within, its box. */
const STAGE = { width: 360, height: 420, left: 24, right: 336, top: 16, bottom: 372 };
const SMALL = { width: 56, height: 76, left: 6, right: 50, top: 6, bottom: 70 };

export class SignalChart {
  /** @param {HTMLElement} host @param {{most?: number, fill?: boolean}} [layout] signals in a row; whether they take the height that the host has */
  constructor(host, { most = 10, fill = false } = {}) {
    this.host = host;
    this.most = most;
    this.fill = fill;
    /** @type {Signal[]} */
    this.signals = [];
    paintOnResize(host, () => this.render());
  }

  /** @param {Signal[]} signals */
  draw(signals) {
    this.signals = signals;
    this.render();
  }

  render() {
    const { host, signals } = this;
    if (signals.length === 0) return host.replaceChildren();
    const columns = Math.min(this.most, host.clientWidth < 720 ? 5 : 10);
    const rows = Math.ceil(signals.length / columns);
    const height = this.fill ? this.heightOf(columns, rows) : CELL.height;
    // One scale for all of them, so that heights compare.
    const values = signals.flatMap(({ x, band }) => [x, band?.low ?? [], band?.high ?? []].flat());
    const far = farthest(values, 1);
    const cells = signals.map((signal, index) => {
      const left = (index % columns) * CELL.width;
      const top = Math.floor(index / columns) * height;
      return drawSignal(signal, far, left, top, height);
    });
    host.replaceChildren(picture("", columns * CELL.width, rows * height, ...cells));
  }

  /** Of a cell, so that all of them fill the host. @param {number} columns @param {number} rows */
  heightOf(columns, rows) {
    const { clientWidth, clientHeight } = this.host;
    const height = (CELL.width * clientHeight * columns) / (rows * Math.max(1, clientWidth));
    return inside(HEIGHTS, height);
  }
}

/** @param {string} kind @param {number} width @param {number} height @param {...SVGElement} parts */
function picture(kind, width, height, ...parts) {
  const look = { class: `signals ${kind}`.trim(), viewBox: `0 0 ${width} ${height}` };
  return svg("svg", { ...look, "aria-hidden": "true" }, ...parts);
}

/** @param {Spot[]} spots @param {number} far @param {Box} box @returns {import("./svg.js").Place[]} */
function placesOf(spots, far, { left, right, top, bottom }) {
  const across = linear([-far, far], [left, right]);
  const down = linear([0, 1], [top, bottom]);
  return spots.map(({ at, value }) => [across(value), down(at)]);
}

/** @param {Signal} signal @param {number} far @param {number} left @param {number} top @param {number} height of the cell */
function drawSignal({ label, caption, x, t, band }, far, left, top, height) {
  const middle = left + CELL.width / 2;
  const right = left + CELL.width - PAD;
  const box = { left: left + PAD, right, top: top + PAD, bottom: top + height - FOOT };
  const share = linear([t[0] ?? 0, t.at(-1) ?? 1], [0, 1]);
  const edge = (/** @type {number[]} */ values) => {
    const spots = values.map((value, i) => ({ at: share(t[i] ?? i), value }));
    return placesOf(spots, far, box);
  };
  const parts = [
    upright("zero", middle, box),
    svg("path", { class: "curve", d: polyline(edge(x)) }),
  ];
  if (band) {
    const around = polyline([...edge(band.low), ...edge(band.high).reverse()]);
    parts.unshift(svg("path", { class: "band", d: `${around}Z` }));
  }
  const foot = written("digit", middle, top + height - 10, caption ?? `${label}`);
  return svg("g", { class: `signal class-${label}` }, ...parts, foot);
}

/** @param {string} kind @param {number} x @param {Box} box */
function upright(kind, x, { top, bottom }) {
  return svg("line", { class: kind, x1: x, x2: x, y1: top, y2: bottom });
}

/** @param {string} kind @param {number} x @param {number} y @param {string} text */
function written(kind, x, y, text) {
  return svg("text", { class: kind, x, y, "text-anchor": "middle" }, text);
}

/**
 * One signal, large, with its axis: quick enough to be drawn at every frame of an animation.
 * @param {HTMLElement} host @param {Spot[]} spots @param {number} far the largest value that must fit, either way
 */
export function drawStage(host, spots, far) {
  const places = placesOf(spots, far, STAGE);
  const dots = places.map(([x, y]) => markPath("circle", x, y, 2.4)).join("");
  const parts = [
    svg("g", { class: "axes" }, ...valueAxis(far)),
    svg("path", { class: "curve", d: polyline(places) }),
    svg("path", { class: "spots", d: dots }),
  ];
  host.replaceChildren(picture("stage", STAGE.width, STAGE.height, ...parts));
}

/** @param {number} far */
function valueAxis(far) {
  const { left, right, bottom } = STAGE;
  const across = linear([-far, far], [left, right]);
  const marks = ticks([-far, far], 4).flatMap((tick) => {
    const text = String(tick).replace("-", "−");
    const line = upright(tick === 0 ? "zero" : "grid", across(tick), STAGE);
    return [line, written("tick", across(tick), bottom + 20, text)];
  });
  return [...marks, written("axis", across(0), bottom + 42, "value")];
}

/** @param {HTMLElement} host @param {Spot[]} spots @param {number} far */
export function drawSmall(host, spots, far) {
  const curve = svg("path", { class: "curve", d: polyline(placesOf(spots, far, SMALL)) });
  host.replaceChildren(picture("small", SMALL.width, SMALL.height, curve));
}
