// Lines over a common axis: means with marks and dashes, bands and single trials behind them, what
// others have published, a cursor, names at the lines' ends.

import { figure, of, scaleOf, symbol } from "./plot.js";

/** @typedef {[number, number]} Point */
/** @typedef {[x: number, low: number, high: number]} Span */

/**
 * @typedef {object} Series
 * @property {string} id names its colour: the class "series-<id>"; further words are further classes
 * @property {string} label
 * @property {import("./svg.js").Mark} mark
 * @property {string} dash an SVG dash pattern, or ""
 * @property {Point[]} points
 * @property {Point[][]} [trials] thin lines behind
 * @property {Point[]} [dots] loose points behind
 * @property {Span[]} [band] shaded behind
 * @property {Span[]} [published] under the series: a thin line of the middles, with an open mark at
 *   its end; one value alone is an open mark with its range
 */

/** @typedef {import("./plot.js").Axis} Axis */
/** @typedef {{x: Axis, y: Axis, series: Series[], cursor: number | null, names?: boolean}} LineSpec `names` stand at the lines' ends */

/** Pixels from name to name. */
const LINE = 16;

/** About how many ticks an axis has, in charts narrower than so many pixels. @type {[number, number][]} */
const TICKS = [
  [330, 2],
  [640, 4],
];

export class LineChart {
  /**
   * @param {HTMLElement} host
   * @param {{aspect: number, onPick?: (x: number) => void}} options height over width; 0 fills the place
   */
  constructor(host, { aspect, onPick }) {
    this.host = host;
    this.aspect = aspect;
    /** @type {LineSpec | null} */
    this.spec = null;
    host.classList.toggle("pickable", onPick !== undefined);
    if (onPick) host.addEventListener("click", (event) => this.pick(event, onPick));
  }

  /** @param {LineSpec} spec */
  draw(spec) {
    this.spec = spec;
    figure(this.host, (plot, size) => ({
      height: this.height(size),
      marginLeft: spec.y.label ? 52 : 36,
      marginRight: spec.names ? 104 : 24,
      marginTop: 12,
      marginBottom: spec.x.label ? 46 : 28,
      x: scaleOf(spec.x, { ticks: TICKS.find(([width]) => size.width < width)?.[1] ?? 8 }),
      y: scaleOf(spec.y, { ticks: this.height(size) < 140 ? 3 : 5, tickSize: 0, grid: true }),
      marks: [
        plot.ruleY([spec.y.domain[0]], { className: "base" }),
        ...(spec.cursor === null ? [] : [plot.ruleX([spec.cursor], { className: "cursor" })]),
        ...spec.series.flatMap((one) => under(plot, one)),
        ...spec.series.flatMap((one) => over(plot, one)),
        ...names(plot, spec, this.height(size)),
      ],
      values: valuesOf(spec),
    }));
  }

  /** @param {{width: number, height: number}} size */
  height({ width, height }) {
    if (this.aspect === 0) return Math.max(80, height);
    return Math.round(Math.max(240, Math.min(520, width * this.aspect)));
  }

  /** @param {MouseEvent} event @param {(x: number) => void} onPick */
  pick(event, onPick) {
    const drawn = /** @type {(SVGElement & import("@observablehq/plot").Plot) | null} */ (
      this.host.firstElementChild
    );
    const at = Number(
      drawn?.scale("x")?.invert?.(event.clientX - this.host.getBoundingClientRect().left),
    );
    const xs = this.spec?.series.flatMap(({ points }) => points.map(([x]) => x)) ?? [];
    if (Number.isNaN(at) || xs.length === 0) return;
    onPick(xs.reduce((best, x) => (Math.abs(x - at) < Math.abs(best - at) ? x : best)));
  }
}

/** @typedef {import("./plot.js").PlotModule} PlotModule */

/** What lies behind a series' line. @param {PlotModule} plot @param {Series} series */
function under(plot, { id, mark, dash, trials = [], dots = [], band = [], published = [] }) {
  const each = trials.flatMap((trial, z) => trial.map(([x, y]) => ({ x, y, z })));
  const middles = published.map(([x, low, high]) => /** @type {Point} */ ([x, (low + high) / 2]));
  const marks = [];
  if (band.length > 1) {
    marks.push(plot.areaY(band, { x: "0", y1: "1", y2: "2", ...of(id, "band") }));
  }
  if (each.length > 0) {
    marks.push(
      plot.line(each, { x: "x", y: "y", z: "z", strokeDasharray: dash, ...of(id, "trials") }),
    );
  }
  if (dots.length > 0)
    marks.push(plot.dot(dots, { r: 2.2, symbol: symbol(mark), ...of(id, "dots") }));
  if (middles.length > 1) marks.push(plot.line(middles, of(id, "published-line")));
  if (middles.length === 1) {
    marks.push(plot.ruleX(published, { x: "0", y1: "1", y2: "2", ...of(id, "interval") }));
  }
  const end = middles.slice(-1);
  if (end.length > 0)
    marks.push(plot.dot(end, { r: 5.5, symbol: symbol(mark), ...of(id, "marks open") }));
  return marks;
}

/** @param {PlotModule} plot @param {Series} series */
function over(plot, { id, mark, dash, points }) {
  if (points.length === 0) return [];
  return [
    plot.line(points, { ...(dash ? { strokeDasharray: dash } : {}), ...of(id, "mean") }),
    ...(mark === "none"
      ? []
      : [plot.dot(points, { r: 4, symbol: symbol(mark), ...of(id, "marks") })]),
  ];
}

/** Names at the lines' ends, moved apart where they would lie on each other. @param {PlotModule} plot @param {LineSpec} spec @param {number} height */
function names(plot, { series, y, names: wanted }, height) {
  if (!wanted) return [];
  const ends = series
    .filter(({ label, points }) => label && points.length > 0)
    .map(({ id, label, points }) => ({
      id,
      label,
      x: points.at(-1)?.[0] ?? 0,
      y: points.at(-1)?.[1] ?? 0,
    }))
    .sort((a, b) => b.y - a.y);
  const least = ((y.domain[1] - y.domain[0]) * LINE) / Math.max(60, height - 60);
  let above = y.domain[1] + least;
  ends.forEach((end, index) => {
    // Those below still need their room.
    const room = y.domain[0] + least * (ends.length - 1 - index);
    end.y = Math.max(room, Math.min(end.y, above - least));
    above = end.y;
  });
  return ends.map((end) =>
    plot.text([end], {
      x: "x",
      y: "y",
      text: "label",
      dx: 10,
      textAnchor: "start",
      ...of(end.id, "name"),
    }),
  );
}

/** The values at each x, of every series that has one there. @param {LineSpec} spec @returns {import("./plot.js").Value[]} */
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
