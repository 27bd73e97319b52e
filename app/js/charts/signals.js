// Ten signals in a row, one a class, drawn as the reference draws its digits: the position runs
// from top to bottom and the value from left to right, so that a seven looks like a seven.

import { paintOnResize } from "./paint.js";
import { linear } from "./scale.js";
import { polyline, svg } from "./svg.js";

/** @typedef {{label: number, caption?: string, x: number[], t: number[], band?: {low: number[], high: number[]}}} Signal `x` values at positions `t`, perhaps with a band around them */

const CELL = { width: 96, height: 176 };
const PAD = 10;

/** Flatter or taller cells than these would show noise, or nothing but it. */
const HEIGHTS = /** @type {const} */ ([90, 240]);

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
    if (this.signals.length === 0) {
      this.host.replaceChildren();
      return;
    }
    const columns = Math.min(this.most, this.host.clientWidth < 720 ? 5 : 10);
    const rows = Math.ceil(this.signals.length / columns);
    const height = this.fill ? this.heightOf(columns, rows) : CELL.height;
    const viewBox = `0 0 ${columns * CELL.width} ${rows * height}`;
    const limits = valueRange(this.signals);
    const cells = this.signals.map((signal, index) => {
      const left = (index % columns) * CELL.width;
      const top = Math.floor(index / columns) * height;
      return drawSignal(signal, limits, left, top, height);
    });
    this.host.replaceChildren(
      svg("svg", { class: "signals", viewBox, "aria-hidden": "true" }, ...cells),
    );
  }

  /** Of a cell, so that all of them fill the host. @param {number} columns @param {number} rows */
  heightOf(columns, rows) {
    const { clientWidth, clientHeight } = this.host;
    const height = (CELL.width * clientHeight * columns) / (rows * Math.max(1, clientWidth));
    return Math.max(HEIGHTS[0], Math.min(HEIGHTS[1], height));
  }
}

/** One scale for all ten, so that heights compare. @param {Signal[]} signals @returns {[number, number]} */
function valueRange(signals) {
  const values = signals.flatMap(({ x, band }) => [
    ...x,
    ...(band?.low ?? []),
    ...(band?.high ?? []),
  ]);
  const far = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return [-far, far];
}

/** @param {Signal} signal @param {[number, number]} limits @param {number} left @param {number} top @param {number} height of the cell */
function drawSignal(signal, limits, left, top, height) {
  const across = linear(limits, [left + PAD, left + CELL.width - PAD]);
  const first = signal.t[0] ?? 0;
  const last = signal.t[signal.t.length - 1] ?? 1;
  const down = linear([first, last], [top + PAD, top + height - 34]);
  /** @type {[number, number][]} */
  const points = signal.x.map((value, index) => [across(value), down(signal.t[index] ?? index)]);
  const zero = across(0);
  /** @param {number[]} values @returns {[number, number][]} */
  const edge = (values) => values.map((value, i) => [across(value), down(signal.t[i] ?? i)]);
  const { low = [], high = [] } = signal.band ?? {};
  const band = `${polyline([...edge(low), ...edge(high).reverse()])}Z`;
  return svg(
    "g",
    { class: `signal class-${signal.label}` },
    ...(signal.band ? [svg("path", { class: "band", d: band })] : []),
    svg("line", { class: "zero", x1: zero, x2: zero, y1: top + PAD, y2: top + height - 34 }),
    svg("path", { class: "curve", d: polyline(points) }),
    svg(
      "text",
      { class: "digit", x: zero, y: top + height - 10, "text-anchor": "middle" },
      signal.caption ?? String(signal.label),
    ),
  );
}
