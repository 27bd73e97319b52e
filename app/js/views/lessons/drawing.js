// Axes on which one draws what one expects, by pointer or by arrow keys, and what was measured beside it.

import { linear, ticks } from "../../pictures/scale.js";
import { markPath, svg } from "../../pictures/svg.js";
import { points as written } from "../tickets/wording.js";

/** @typedef {import("./book.js").Draw} Draw */
/** @typedef {import("../../pool/protocol.js").Row} Row */

const WIDTH = 320;
const HEIGHT = 190;
const EDGE = { left: 34, right: 14, top: 12, bottom: 34 };

/** What was measured stands beside what was drawn, so that neither hides the other. */
const BESIDE = 14;

/** @type {Record<string, number>} */
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

export class Drawing {
  /** @param {Draw} draw @param {number[] | undefined} before @param {(heights: number[]) => void} onDrawn */
  constructor({ y, points }, before, onDrawn) {
    this.axis = y;
    this.points = points;
    this.onDrawn = onDrawn;
    const middle = Math.round((y.low + y.high) / 2);
    const usable = before?.length === points.length && before.every(Number.isFinite);
    this.heights = usable ? [...before] : points.map(() => middle);
    this.y = linear([y.low, y.high], [HEIGHT - EDGE.bottom, EDGE.top]);
    this.fixed = false;
    this.line = svg("path", { class: "guessline" });
    this.handles = points.map((_, index) => this.handle(index));
    this.measured = svg("g", { class: "measured" });
    this.element = svg(
      "svg",
      { class: "drawing", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": y.label },
      ...this.frame(),
      this.line,
      this.measured,
      ...this.handles,
    );
    this.listen();
    this.show();
  }

  /** @param {number} index */
  x(index) {
    const room = WIDTH - EDGE.left - EDGE.right;
    return EDGE.left + (room * (index + 0.5)) / this.points.length;
  }

  frame() {
    const { low, high, label } = this.axis;
    const lines = ticks([low, high], 4).flatMap((value) => [
      svg("path", { class: "grid", d: `M${EDGE.left} ${this.y(value)}H${WIDTH - EDGE.right}` }),
      svg("text", { x: EDGE.left - 6, y: this.y(value) + 4, "text-anchor": "end" }, String(value)),
    ]);
    const names = this.points.map(({ label }, index) =>
      svg("text", { x: this.x(index), y: HEIGHT - 18, "text-anchor": "middle" }, label),
    );
    const title = svg("text", { x: EDGE.left, y: HEIGHT - 3, class: "axistitle" }, label);
    return [...lines, ...names, title];
  }

  /** @param {number} index */
  handle(index) {
    return svg(
      "g",
      {
        class: "handle",
        role: "slider",
        tabindex: 0,
        "aria-orientation": "vertical",
        "aria-label": `${this.points[index]?.label ?? ""}: ${this.axis.label}`,
        "aria-valuemin": this.axis.low,
        "aria-valuemax": this.axis.high,
      },
      svg("path", { d: markPath("diamond", 0, 0, 6) }),
    );
  }

  listen() {
    const { element } = this;
    element.addEventListener("pointerdown", (event) => {
      if (this.fixed || !(event instanceof PointerEvent) || event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.drawAt(event)?.focus({ preventScroll: true });
    });
    element.addEventListener("pointermove", (event) => {
      const moving = event instanceof PointerEvent && element.hasPointerCapture(event.pointerId);
      if (moving) this.drawAt(event);
    });
    for (const [index, handle] of this.handles.entries()) {
      handle.addEventListener("keydown", (event) => {
        if (event instanceof KeyboardEvent) this.press(index, event);
      });
    }
  }

  /** @param {PointerEvent} event */
  drawAt({ clientX, clientY }) {
    const { left, top, width } = this.element.getBoundingClientRect();
    const scale = WIDTH / width;
    const away = this.points.map((_, i) => Math.abs(this.x(i) - (clientX - left) * scale));
    const index = away.indexOf(Math.min(...away));
    const value = linear([HEIGHT - EDGE.bottom, EDGE.top], [this.axis.low, this.axis.high]);
    this.move(index, value((clientY - top) * scale));
    return /** @type {SVGElement | undefined} */ (this.handles[index]);
  }

  /** @param {number} index @param {KeyboardEvent} event */
  press(index, event) {
    const { low, high } = this.axis;
    /** @type {Record<string, number>} */
    const ends = { Home: low, End: high };
    const by = KEYS[event.key];
    const to = ends[event.key] ?? (by === undefined ? undefined : (this.heights[index] ?? 0) + by);
    if (to === undefined || this.fixed) return;
    event.preventDefault();
    this.move(index, to);
  }

  /** @param {number} index @param {number} to */
  move(index, to) {
    const { low, high } = this.axis;
    this.heights[index] = Math.round(Math.max(low, Math.min(high, to)));
    this.show();
    this.onDrawn([...this.heights]);
  }

  show() {
    const places = this.heights.map((height, index) => [this.x(index), this.y(height)]);
    this.line.setAttribute("d", `M${places.map((place) => place.join(" ")).join("L")}`);
    for (const [index, handle] of this.handles.entries()) {
      const height = this.heights[index] ?? 0;
      handle.setAttribute("transform", `translate(${places[index]?.join(" ")})`);
      handle.setAttribute("aria-valuenow", String(height));
    }
  }

  /** What was measured, with its intervals, on the same axes; what was drawn stays as it is. @param {(Row | undefined)[]} rows */
  lay(rows) {
    this.fixed = true;
    for (const handle of this.handles) handle.setAttribute("aria-disabled", "true");
    const { low, high } = this.axis;
    const y = (/** @type {unknown} */ value) =>
      this.y(Math.max(low, Math.min(high, Number(value))));
    this.measured.replaceChildren(
      ...rows.flatMap((row, index) => {
        if (!row) return [];
        const x = this.x(index) + BESIDE;
        const known = row.low !== null && row.low !== undefined;
        const range = known ? `M${x} ${y(row.low)}V${y(row.high)}` : "";
        const title = `${this.points[index]?.label}: ${written(Number(row.mean))}`;
        return [
          svg("path", { class: "interval", d: range }),
          svg(
            "path",
            { class: "mean", d: markPath("circle", x, y(row.mean), 4.5) },
            svg("title", {}, title),
          ),
        ];
      }),
    );
  }
}
