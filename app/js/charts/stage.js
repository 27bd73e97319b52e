// One signal, large, with its axis, quick enough to be redrawn at every frame of an animation; and
// small ones without axes for a strip.

import { linear, ticks } from "./scale.js";
import { markPath, polyline, svg } from "./svg.js";

/** @typedef {{at: number, value: number}} Spot `at` from 0 (top) to 1 */

const BOX = { width: 360, height: 420, left: 24, right: 336, top: 16, bottom: 372 };
const SMALL = { width: 56, height: 76, pad: 6 };

export class StageChart {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.curve = svg("path", { class: "curve" });
    this.dots = svg("path", { class: "spots" });
    this.axis = svg("g", { class: "axes" });
    const { width, height } = BOX;
    this.root = svg(
      "svg",
      { class: "signals stage", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      this.axis,
      this.curve,
      this.dots,
    );
    this.far = 0;
    host.replaceChildren(this.root);
  }

  /** @param {Spot[]} spots @param {number} far the largest value that must fit, either way */
  draw(spots, far) {
    const across = linear([-far, far], [BOX.left, BOX.right]);
    const down = linear([0, 1], [BOX.top, BOX.bottom]);
    /** @type {[number, number][]} */
    const points = spots.map(({ at, value }) => [across(value), down(at)]);
    this.curve.setAttribute("d", polyline(points));
    this.dots.setAttribute("d", points.map(([x, y]) => markPath("circle", x, y, 2.4)).join(""));
    if (far === this.far) return;
    this.far = far;
    this.axis.replaceChildren(...valueAxis(far, across));
  }
}

/** @param {number} far @param {(value: number) => number} across */
function valueAxis(far, across) {
  const marks = ticks([-far, far], 4).flatMap((tick) => {
    const x = across(tick);
    return [
      svg("line", {
        class: tick === 0 ? "zero" : "grid",
        x1: x,
        x2: x,
        y1: BOX.top,
        y2: BOX.bottom,
      }),
      svg(
        "text",
        { class: "tick", x, y: BOX.bottom + 20, "text-anchor": "middle" },
        String(tick).replace("-", "−"),
      ),
    ];
  });
  const middle = { class: "axis", x: across(0), y: BOX.bottom + 42, "text-anchor": "middle" };
  return [...marks, svg("text", middle, "value")];
}

/** @param {HTMLElement} host @param {Spot[]} spots @param {number} far */
export function drawSmall(host, spots, far) {
  const { width, height, pad } = SMALL;
  const across = linear([-far, far], [pad, width - pad]);
  const down = linear([0, 1], [pad, height - pad]);
  /** @type {[number, number][]} */
  const points = spots.map(({ at, value }) => [across(value), down(at)]);
  host.replaceChildren(
    svg(
      "svg",
      { class: "signals small", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      svg("path", { class: "curve", d: polyline(points) }),
    ),
  );
}
