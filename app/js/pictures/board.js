// The drawing board: a template's points from top to bottom, each pushed sideways by pointer or
// keyboard. Points are sliders to a screen reader; one of them at a time is in the tab order.

import { farthest, inside, linear } from "./scale.js";
import { markPath, polyline, svg } from "./svg.js";

const [WIDTH, HEIGHT, PAD] = [320, 420, 20];
/** Where heights lie. @type {import("./scale.js").Range} */
const XS = [PAD, WIDTH - PAD];
/** Where points lie. @type {import("./scale.js").Range} */
const YS = [PAD, HEIGHT - PAD];

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

/** @typedef {{index: number, height: number}} Point */

export class Board {
  /** @type {number[]} */
  heights = [];
  /** @type {SVGElement[]} */
  handles = [];
  selected = 0;
  /** Where the pointer was last. @type {Point | null} */
  last = null;

  /** @param {HTMLElement} host @param {BoardHooks} hooks */
  constructor(host, hooks) {
    this.hooks = hooks;
    this.curve = svg("path", { class: "curve" });
    this.points = svg("g", { role: "group", "aria-label": "Points of the template" });
    const middle = svg("path", { class: "zero", d: `M${WIDTH / 2} 0V${HEIGHT}` });
    const view = { class: "signals board", viewBox: `0 0 ${WIDTH} ${HEIGHT}` };
    this.root = svg("svg", view, middle, this.curve, this.points);
    host.replaceChildren(this.root);
    this.listen();
  }

  /** The heights that lie at the edges. @returns {import("./scale.js").Range} */
  get across() {
    const away = this.heights.map((height) => height - MIDDLE);
    const reach = farthest(away, REACH);
    return [MIDDLE - reach, MIDDLE + reach];
  }

  /** The points that lie there. @returns {import("./scale.js").Range} */
  get down() {
    return [0, this.heights.length - 1];
  }

  /** @param {number[]} heights */
  draw(heights) {
    this.heights = [...heights];
    if (this.handles.length !== heights.length) this.rebuild();
    this.paint();
  }

  rebuild() {
    this.selected = Math.min(this.selected, this.heights.length - 1);
    const role = { class: "handle", role: "slider", "aria-orientation": "horizontal" };
    this.handles = this.heights.map((_, index) => {
      const name = `Point ${index + 1} of ${this.heights.length}`;
      return svg("path", { ...role, "aria-label": name });
    });
    this.points.replaceChildren(...this.handles);
  }

  paint() {
    const [across, down] = [linear(this.across, XS), linear(this.down, YS)];
    const [least, most] = this.across;
    /** @type {import("./svg.js").Place[]} */
    const places = this.heights.map((height, index) => [across(height), down(index)]);
    this.curve.setAttribute("d", polyline(places));
    this.handles.forEach((handle, index) => {
      const [x, y] = places[index] ?? [0, 0];
      handle.setAttribute("d", markPath("circle", x, y, this.heights.length > 24 ? 4 : 8));
      handle.setAttribute("tabindex", index === this.selected ? "0" : "-1");
      handle.setAttribute("aria-valuenow", String(this.heights[index]));
      handle.setAttribute("aria-valuemin", String(least));
      handle.setAttribute("aria-valuemax", String(most));
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
    this.points.addEventListener("focusin", ({ target }) => {
      const index = this.handles.indexOf(/** @type {SVGElement} */ (target));
      if (index >= 0) this.select(index);
    });
  }

  /** The points between the last place of the pointer and this one take its path. @param {PointerEvent} event */
  follow(event) {
    const now = this.pointAt(event);
    const from = this.last ?? now;
    const by = Math.sign(now.index - from.index);
    const height = linear([from.index, now.index], [from.height, now.height]);
    for (let at = from.index; at !== now.index; at += by) this.heights[at] = rounded(height(at));
    this.heights[now.index] = now.height;
    this.last = now;
    this.selected = now.index;
    this.changed();
  }

  /** The point next to a place in the window, and the height there. @param {PointerEvent} event @returns {Point} */
  pointAt({ clientX, clientY }) {
    const { left, top, width, height } = this.root.getBoundingClientRect();
    const index = linear(YS, this.down)(((clientY - top) / height) * HEIGHT);
    const value = linear(XS, this.across)(((clientX - left) / width) * WIDTH);
    return { index: inside(this.down, Math.round(index)), height: this.tidy(value) };
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const move = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    const push = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move === undefined && push === undefined) return;
    event.preventDefault();
    if (move !== undefined) {
      this.select(this.selected + move);
      return this.handles[this.selected]?.focus();
    }
    this.hooks.onBegin();
    const by = (push ?? 0) * (event.shiftKey ? LEAP : STEP);
    this.heights[this.selected] = this.tidy((this.heights[this.selected] ?? MIDDLE) + by);
    this.changed();
  }

  changed() {
    this.paint();
    this.hooks.onChange([...this.heights]);
  }

  /** @param {number} index */
  select(index) {
    this.selected = inside(this.down, index);
    this.paint();
  }

  /** Two decimals, within the board. @param {number} height */
  tidy(height) {
    return rounded(inside(this.across, height));
  }
}

/** @param {number} height */
const rounded = (height) => Number(height.toFixed(2));
