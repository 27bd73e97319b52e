// A line chart in SVG: mean lines with marks and dashes, single trials behind them, a cursor.
// SVG rather than a canvas library: it takes its colours from CSS in both themes, prints and
// exports as it stands, and a few hundred points are nothing to it.

import { paint, paintOnResize } from "./paint.js";
import { linear, ticks } from "./scale.js";
import { markPath, polyline, svg } from "./svg.js";

/** @typedef {[number, number]} Point */

/**
 * @typedef {object} Series
 * @property {string} id names its colour: the class "series-<id>"
 * @property {string} label
 * @property {import("./svg.js").Mark} mark
 * @property {string} dash an SVG dash pattern, or ""
 * @property {Point[]} points
 * @property {Point[][]} [trials] thin lines behind
 * @property {Point[]} [dots] loose points behind
 * @property {[x: number, low: number, high: number][]} [band] shaded behind
 * @property {[x: number, low: number, high: number][]} [published] under the series: a thin line of
 *   the middles, with an open mark at its end; one value alone is an open mark with its range
 */

/**
 * @typedef {object} Axis
 * @property {string} label
 * @property {[number, number]} domain
 * @property {(value: number) => string} format
 */

/** @typedef {{x: Axis, y: Axis, series: Series[], cursor: number | null}} LineSpec */

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

const MARGIN = { left: 46, right: 24, top: 12, bottom: 46 };

export class LineChart {
  /**
   * @param {HTMLElement} host
   * @param {{aspect: number, onPick?: (x: number) => void}} options
   */
  constructor(host, options) {
    this.host = host;
    this.options = options;
    /** @type {LineSpec | null} */
    this.spec = null;
    /** @type {number | null} */
    this.hover = null;
    this.paint = () => this.render();
    this.listen();
    paintOnResize(host, this.paint);
  }

  listen() {
    const { host } = this;
    host.addEventListener("pointermove", (event) => this.setHover(this.nearestX(event)));
    host.addEventListener("pointerleave", () => this.setHover(null));
    host.addEventListener("click", (event) => {
      const x = this.nearestX(event);
      if (x !== null) this.options.onPick?.(x);
    });
    host.classList.toggle("pickable", this.options.onPick !== undefined);
  }

  /** @param {LineSpec} spec */
  draw(spec) {
    this.spec = spec;
    this.schedule();
  }

  /** Paints at most once an animation frame. */
  schedule() {
    paint(this.paint);
  }

  /** @param {number | null} x */
  setHover(x) {
    if (x === this.hover) return;
    this.hover = x;
    this.schedule();
  }

  get width() {
    return Math.max(240, Math.round(this.host.clientWidth));
  }

  get height() {
    return Math.round(Math.max(240, Math.min(520, this.width * this.options.aspect)));
  }

  /** @returns {Box} */
  get box() {
    const { left, right, top, bottom } = MARGIN;
    return { left, right: this.width - right, top, bottom: this.height - bottom };
  }

  /** The data x next to the pointer. @param {MouseEvent} event @returns {number | null} */
  nearestX(event) {
    if (!this.spec) return null;
    const { left } = this.host.getBoundingClientRect();
    const px = event.clientX - left;
    const scale = linear(this.spec.x.domain, [this.box.left, this.box.right]);
    const xs = this.spec.series.flatMap((series) => series.points.map(([x]) => x));
    if (xs.length === 0) return null;
    /** @param {number} x */
    const far = (x) => Math.abs(scale(x) - px);
    return xs.reduce((best, x) => (far(x) < far(best) ? x : best));
  }

  render() {
    const { spec, width, height, box } = this;
    if (!spec) return;
    const x = linear(spec.x.domain, [box.left, box.right]);
    const y = linear(spec.y.domain, [box.bottom, box.top]);
    const root = svg(
      "svg",
      { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      axes(spec, box, x, y, width),
      ...this.cursors(spec, x, box),
      ...spec.series.flatMap((series) => drawPublished(series, x, y)),
      ...spec.series.map((series) => drawSeries(series, x, y)),
    );
    if (this.hover !== null) root.append(readout(spec, this.hover, x(this.hover), box));
    this.host.replaceChildren(root);
  }

  /** @param {LineSpec} spec @param {(value: number) => number} x @param {Box} box */
  cursors(spec, x, box) {
    /** @param {number} at @param {string} name */
    const rule = (at, name) =>
      svg("line", { class: name, x1: x(at), x2: x(at), y1: box.top, y2: box.bottom });
    const lines = [];
    if (spec.cursor !== null) lines.push(rule(spec.cursor, "cursor"));
    if (this.hover !== null) lines.push(rule(this.hover, "hover"));
    return lines;
  }
}

/**
 * @param {LineSpec} spec
 * @param {Box} box
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {number} width
 */
function axes(spec, box, x, y, width) {
  const group = svg("g", { class: "axes" });
  for (const tick of ticks(spec.y.domain, 5)) {
    group.append(
      svg("line", { class: "grid", x1: box.left, x2: box.right, y1: y(tick), y2: y(tick) }),
      svg(
        "text",
        { class: "tick", x: box.left - 8, y: y(tick) + 4, "text-anchor": "end" },
        spec.y.format(tick),
      ),
    );
  }
  for (const tick of ticks(spec.x.domain, width < 480 ? 4 : 8)) {
    group.append(
      svg("line", {
        class: "tickmark",
        x1: x(tick),
        x2: x(tick),
        y1: box.bottom,
        y2: box.bottom + 5,
      }),
      svg(
        "text",
        { class: "tick", x: x(tick), y: box.bottom + 20, "text-anchor": "middle" },
        spec.x.format(tick),
      ),
    );
  }
  const middle = (box.left + box.right) / 2;
  const up = (box.top + box.bottom) / 2;
  group.append(
    svg("line", { class: "base", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }),
    svg(
      "text",
      { class: "axis", x: middle, y: box.bottom + 40, "text-anchor": "middle" },
      spec.x.label,
    ),
    svg(
      "text",
      { class: "axis", transform: `translate(12 ${up}) rotate(-90)`, "text-anchor": "middle" },
      spec.y.label,
    ),
  );
  return group;
}

/**
 * @param {Series} series
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function drawSeries(series, x, y) {
  /** @param {Point[]} points @returns {Point[]} */
  const place = (points) => points.map(([px, py]) => [x(px), y(py)]);
  const group = svg("g", { class: `series series-${series.id}` });
  if (series.band && series.band.length > 1) {
    const lows = series.band.map(([at, low]) => /** @type {Point} */ ([at, low]));
    const highs = series.band.map(([at, , high]) => /** @type {Point} */ ([at, high]));
    const outline = place([...lows, ...highs.reverse()]);
    group.append(svg("path", { class: "band", d: `${polyline(outline)}Z` }));
  }
  for (const trial of series.trials ?? []) {
    group.append(
      svg("path", { class: "trial", d: polyline(place(trial)), "stroke-dasharray": series.dash }),
    );
  }
  const dots = place(series.dots ?? []).map(([px, py]) => markPath(series.mark, px, py, 2.2));
  if (dots.length > 0) group.append(svg("path", { class: "dots", d: dots.join("") }));
  const points = place(series.points);
  group.append(
    svg("path", { class: "mean", d: polyline(points), "stroke-dasharray": series.dash }),
  );
  const marks = points.map(([px, py]) => markPath(series.mark, px, py, 4)).join("");
  group.append(svg("path", { class: "marks", d: marks }));
  return group;
}

/**
 * What others have measured, to lie under our own.
 * @param {Series} series
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function drawPublished({ published = [], id, mark }, x, y) {
  const end = published.at(-1);
  if (!end) return [];
  /** @type {Point[]} */
  const middles = published.map(([at, low, high]) => [x(at), y((low + high) / 2)]);
  const [at, low, high] = end;
  const line =
    published.length > 1
      ? { class: "published-line", d: polyline(middles) }
      : { class: "interval", d: `M${x(at)} ${y(low)}V${y(high)}` };
  const d = markPath(mark, x(at), y((low + high) / 2), 5.5);
  const open = svg("path", { class: "marks open", d });
  return [svg("g", { class: `series series-${id}` }, svg("path", line), open)];
}

/**
 * The values under the pointer, in a small box that stays inside the chart.
 * @param {LineSpec} spec
 * @param {number} at
 * @param {number} px
 * @param {Box} box
 */
function readout(spec, at, px, box) {
  const found = spec.series.flatMap((series) => {
    const point = series.points.find(([x]) => x === at);
    return point ? [`${series.label} ${spec.y.format(point[1])}`] : [];
  });
  const lines = [`${spec.x.label} ${spec.x.format(at)}`, ...found];
  const width = 16 + 6.6 * Math.max(...lines.map((line) => line.length));
  const left = px + 12 + width > box.right ? px - 12 - width : px + 12;
  const group = svg("g", { class: "readout" });
  group.append(
    svg("rect", { x: left, y: box.top + 4, width, height: 12 + 18 * lines.length, rx: 6 }),
  );
  lines.forEach((line, index) => {
    group.append(svg("text", { x: left + 8, y: box.top + 22 + 18 * index }, line));
  });
  return group;
}
