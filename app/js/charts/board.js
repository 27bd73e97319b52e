// The drawing board: a template's points from top to bottom, each pushed sideways by pointer or
// keyboard. Points are sliders to a screen reader; one of them at a time is in the tab order.

import { linear } from "./scale.js";
import { markPath, polyline, svg } from "./svg.js";

const BOX = { width: 320, height: 420, pad: 20 };

/** Heights lie around 5, as the published ones do. */
export const MIDDLE = 5;
const REACH = 5;
const STEP = 0.1;
const LEAP = 1;

/**
 * @typedef {object} BoardHooks
 * @property {() => void} onBegin a hand has begun to change the curve
 * @property {(heights: number[]) => void} onChange
 */

export class Board {
  /** @param {HTMLElement} host @param {BoardHooks} hooks */
  constructor(host, hooks) {
    this.hooks = hooks;
    /** @type {number[]} */
    this.heights = [];
    /** @type {SVGElement[]} */
    this.handles = [];
    this.selected = 0;
    this.curve = svg("path", { class: "curve" });
    this.zero = svg("line", { class: "zero" });
    this.points = svg("g", { role: "group", "aria-label": "Points of the template" });
    const { width, height } = BOX;
    const view = { class: "signals board", viewBox: `0 0 ${width} ${height}` };
    this.root = svg("svg", view, this.zero, this.curve, this.points);
    host.replaceChildren(this.root);
    /** @type {{index: number, height: number} | null} */
    this.last = null;
    this.listen();
  }

  /** The heights that lie at the edges. */
  get reach() {
    return this.heights.reduce((most, h) => Math.max(most, Math.abs(h - MIDDLE)), REACH);
  }

  get across() {
    const { reach } = this;
    return linear([MIDDLE - reach, MIDDLE + reach], [BOX.pad, BOX.width - BOX.pad]);
  }

  get down() {
    return linear([0, Math.max(1, this.heights.length - 1)], [BOX.pad, BOX.height - BOX.pad]);
  }

  /** @param {number[]} heights */
  draw(heights) {
    this.heights = [...heights];
    if (this.handles.length !== heights.length) this.rebuild();
    this.paint();
  }

  rebuild() {
    this.selected = Math.min(this.selected, this.heights.length - 1);
    this.handles = this.heights.map((_, index) =>
      svg("path", {
        class: "handle",
        role: "slider",
        "aria-label": `Point ${index + 1} of ${this.heights.length}`,
        "aria-orientation": "horizontal",
      }),
    );
    this.points.replaceChildren(...this.handles);
  }

  paint() {
    const { across, down, reach } = this;
    /** @type {[number, number][]} */
    const places = this.heights.map((height, index) => [across(height), down(index)]);
    this.curve.setAttribute("d", polyline(places));
    const middle = { x1: across(MIDDLE), x2: across(MIDDLE), y1: 0, y2: BOX.height };
    for (const [name, value] of Object.entries(middle)) this.zero.setAttribute(name, String(value));
    this.handles.forEach((handle, index) => {
      const [x, y] = places[index] ?? [0, 0];
      handle.setAttribute("d", markPath("circle", x, y, this.heights.length > 24 ? 4 : 8));
      handle.setAttribute("tabindex", index === this.selected ? "0" : "-1");
      handle.setAttribute("aria-valuenow", String(this.heights[index]));
      handle.setAttribute("aria-valuemin", String(MIDDLE - reach));
      handle.setAttribute("aria-valuemax", String(MIDDLE + reach));
    });
  }

  listen() {
    this.root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.root.setPointerCapture(event.pointerId);
      this.hooks.onBegin();
      this.last = null;
      this.follow(event);
      event.preventDefault();
      this.handles[this.selected]?.focus({ preventScroll: true });
    });
    this.root.addEventListener("pointermove", (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) this.follow(event);
    });
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.points.addEventListener("focusin", (event) => {
      const { target } = event;
      const index = target instanceof SVGElement ? this.handles.indexOf(target) : -1;
      if (index >= 0) this.select(index, false);
    });
  }

  /** The points between the last place of the pointer and this one take its path. @param {PointerEvent} event */
  follow(event) {
    const { left, top, width, height } = this.root.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * BOX.width;
    const y = ((event.clientY - top) / height) * BOX.height;
    const { reach } = this;
    const across = linear([BOX.pad, BOX.width - BOX.pad], [MIDDLE - reach, MIDDLE + reach]);
    const count = this.heights.length;
    const along = ((y - BOX.pad) / (BOX.height - 2 * BOX.pad)) * (count - 1);
    const index = Math.max(0, Math.min(count - 1, Math.round(along)));
    const now = { index, height: tidy(across(x), reach) };
    const from = this.last ?? now;
    const span = Math.abs(now.index - from.index);
    for (let i = 0; i <= span; i++) {
      const share = span === 0 ? 1 : i / span;
      const at = from.index + Math.sign(now.index - from.index) * i;
      this.heights[at] = tidy(from.height + (now.height - from.height) * share, reach);
    }
    this.last = now;
    this.selected = index;
    this.paint();
    this.hooks.onChange([...this.heights]);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const move = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    const push = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move === undefined && push === undefined) return;
    event.preventDefault();
    if (move !== undefined) return this.select(this.selected + move, true);
    this.hooks.onBegin();
    const old = this.heights[this.selected] ?? MIDDLE;
    const by = (push ?? 0) * (event.shiftKey ? LEAP : STEP);
    this.heights[this.selected] = tidy(old + by, this.reach);
    this.paint();
    this.hooks.onChange([...this.heights]);
  }

  /** @param {number} index @param {boolean} focus */
  select(index, focus) {
    this.selected = Math.max(0, Math.min(this.heights.length - 1, index));
    this.paint();
    const handle = this.handles[this.selected];
    if (focus && handle instanceof SVGElement) handle.focus();
  }
}

/** Two decimals, within the board. @param {number} height @param {number} reach */
function tidy(height, reach) {
  const inside = Math.max(MIDDLE - reach, Math.min(MIDDLE + reach, height));
  return Number(inside.toFixed(2));
}
