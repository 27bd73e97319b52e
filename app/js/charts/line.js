// Lines over a common axis: means with marks and dashes, bands and single trials behind them, what
// others have published, a cursor, names at the lines' ends.

import { inside } from "../pictures/scale.js";
import { drawnIn, figure, wantedIn } from "./figure.js";
import { layer, of, scaleOf, symbol } from "./marks.js";

/** @typedef {[number, number]} Point */
/** @typedef {[x: number, low: number, high: number]} Span */

/**
 * @typedef {object} Series
 * @property {string} id names its colour: the class "series-<id>"; further words are further classes
 * @property {string} label
 * @property {string} [end] what stands at the line's end, where that is not the label
 * @property {import("../pictures/svg.js").Mark} mark
 * @property {string} dash an SVG dash pattern, or ""
 * @property {Point[]} points
 * @property {Point[][]} [trials] thin lines behind
 * @property {Point[]} [dots] loose points behind
 * @property {Span[]} [band] shaded behind
 * @property {Span[]} [published] under the series: a thin line of the middles, with an open mark at
 *   its end; one value alone is an open mark with its range
 */

/** @typedef {import("./figure.js").PlotModule} PlotModule */
/** @typedef {import("./marks.js").Axis} Axis */
/** @typedef {{x: Axis, y: Axis, series: Series[], cursor?: number | null, names?: boolean}} LineSpec `names` stand at the lines' ends */
/** @typedef {{mean?: unknown, low?: unknown, high?: unknown}} Mean perhaps with its interval */

/** Pixels from name to name. */
const LINE = 16;

/** About how many ticks an axis has, in charts narrower than so many pixels. @type {[number, number][]} */
const TICKS = [
  [330, 2],
  [640, 4],
];

/**
 * A line through means, and its band where their intervals are known.
 * @template {Mean} T
 * @param {T[]} rows
 * @param {(row: T) => number} at where a mean stands
 * @returns {{points: Point[], band: Span[]}}
 */
export function curveOf(rows, at) {
  const known = rows.filter(({ low, high }) => (low ?? null) !== null && (high ?? null) !== null);
  return {
    points: rows.map((row) => [at(row), Number(row.mean)]),
    band: known.map((row) => [at(row), Number(row.low), Number(row.high)]),
  };
}

export class LineChart {
  /** @type {LineSpec | null} */
  spec = null;
  /** @type {import("./figure.js").Make | null} */
  make = null;

  /**
   * @param {HTMLElement} host
   * @param {{aspect: number, onPick?: (x: number) => void}} options height over width; 0 fills the place
   */
  constructor(host, { aspect, onPick }) {
    this.host = host;
    this.aspect = aspect;
    host.classList.toggle("pickable", onPick !== undefined);
    if (onPick) host.addEventListener("click", (event) => this.pick(event, onPick));
  }

  /** @param {LineSpec} spec where it is the one before, nothing is drawn */
  draw(spec) {
    const before = this.spec;
    this.spec = spec;
    const stands = this.make !== null && wantedIn(this.host) === this.make;
    if (stands && before && areAlike(before, spec)) return;
    this.make = this.making(spec);
    figure(this.host, this.make);
  }

  /** @param {LineSpec} spec @returns {import("./figure.js").Make} */
  making(spec) {
    const { x, y, series, cursor = null } = spec;
    return (plot, size) => {
      const height = this.height(size);
      return {
        height,
        marginLeft: y.label ? 52 : 36,
        marginRight: spec.names ? 104 : 24,
        marginTop: 12,
        marginBottom: x.label ? 48 : 28,
        x: scaleOf(x, { ticks: TICKS.find(([width]) => size.width < width)?.[1] ?? 8 }),
        y: scaleOf(y, { ticks: height < 140 ? 3 : 5, tickSize: 0, grid: true }),
        marks: [
          plot.ruleY([y.domain[0]], { className: "base" }),
          cursor === null ? null : plot.ruleX([cursor], { className: "cursor" }),
          series.map((one) => behind(plot, one, y.domain)),
          series.map((one) => before(plot, one)),
          spec.names ? names(plot, spec, height) : null,
        ],
        values: valuesOf(spec),
      };
    };
  }

  /** @param {{width: number, height: number}} size */
  height({ width, height }) {
    if (this.aspect === 0) return Math.max(80, height);
    return Math.round(Math.max(240, Math.min(520, width * this.aspect)));
  }

  /** @param {MouseEvent} event @param {(x: number) => void} onPick */
  pick({ clientX }, onPick) {
    const drawn = drawnIn(this.host);
    const xs = this.spec?.series.flatMap(({ points }) => points.map(([x]) => x)) ?? [];
    if (!drawn || xs.length === 0) return;
    const at = Number(drawn.scale("x")?.invert?.(clientX - drawn.getBoundingClientRect().left));
    onPick(xs.reduce((best, x) => (Math.abs(x - at) < Math.abs(best - at) ? x : best)));
  }
}

/** Whether they say the same, in the same words. @param {LineSpec} a @param {LineSpec} b */
function areAlike(a, b) {
  const words = (/** @type {LineSpec} */ { x, y }) => [x.format, y.format];
  const [said, now] = [words(a), words(b)];
  return now.every((word, at) => word === said[at]) && JSON.stringify(a) === JSON.stringify(b);
}

/** Where a span's parts stand. */
const SPAN = { x: "0", y1: "1", y2: "2" };

/** What lies behind a series' line. @param {PlotModule} plot @param {Series} series @param {[number, number]} domain of its values */
function behind(plot, series, domain) {
  const { id, mark, dash, trials = [], dots = [], band = [], published = [] } = series;
  // The interval of two trials may be wider than the figure.
  const seen = band.map(([x, ...ends]) => [x, ...ends.map((end) => inside(domain, end))]);
  const each = trials.flatMap((trial, z) => trial.map(([x, y]) => [x, y, z]));
  const middles = published.map(([x, low, high]) => [x, (low + high) / 2]);
  const look = { symbol: symbol(mark) };
  return [
    seen.length > 1 ? plot.areaY(seen, { ...SPAN, ...of(id, "band") }) : null,
    layer(plot.line, each, { z: "2", strokeDasharray: dash, ...of(id, "trials") }),
    layer(plot.dot, dots, { r: 2.2, ...look, ...of(id, "dots") }),
    middles.length > 1
      ? plot.line(middles, of(id, "published-line"))
      : layer(plot.ruleX, published, { ...SPAN, ...of(id, "interval") }),
    layer(plot.dot, middles.slice(-1), { r: 5.5, ...look, ...of(id, "marks open") }),
  ];
}

/** @param {PlotModule} plot @param {Series} series */
function before(plot, { id, mark, dash, points }) {
  const marked = mark === "none" ? [] : points;
  return [
    layer(plot.line, points, { ...(dash && { strokeDasharray: dash }), ...of(id, "mean") }),
    layer(plot.dot, marked, { r: 4, symbol: symbol(mark), ...of(id, "marks") }),
  ];
}

/** Names at the lines' ends, moved apart where they would lie on each other. @param {PlotModule} plot @param {LineSpec} spec @param {number} height */
function names(plot, { series, y: { domain } }, height) {
  const ends = series
    .flatMap(({ id, label, end = label, points }) => {
      const [x, y] = points.at(-1) ?? [];
      return end && x !== undefined && y !== undefined ? [{ id, end, x, y }] : [];
    })
    .sort((a, b) => b.y - a.y);
  const least = ((domain[1] - domain[0]) * LINE) / Math.max(60, height - 60);
  let above = domain[1] + least;
  for (const [index, end] of ends.entries()) {
    // Those below still need their room.
    const room = domain[0] + least * (ends.length - 1 - index);
    end.y = Math.max(room, Math.min(end.y, above - least));
    above = end.y;
  }
  const place = /** @type {const} */ ({ x: "x", y: "y", dx: 10, textAnchor: "start" });
  return ends.map((end) => plot.text([end], { ...place, text: "end", ...of(end.id, "name") }));
}

/** The values at each x, of every series that has one there. @param {LineSpec} spec @returns {import("./marks.js").Value[]} */
function valuesOf({ x, y, series }) {
  /** @type {Map<number, string[]>} */
  const lines = new Map();
  for (const { label, points } of series) {
    for (const [at, value] of points) {
      const found = lines.get(at) ?? [`${x.label} ${x.format(at)}`.trim()];
      lines.set(at, [...found, `${label} ${y.format(value)}`.trim()]);
    }
  }
  const ordered = [...lines].sort(([a], [b]) => a - b);
  return ordered.map(([at, text]) => ({ x: at, title: text.join("\n") }));
}
