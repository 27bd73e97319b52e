// Rows of values along a horizontal axis: bars, dots, dots with intervals. A row has a name and some
// points, one below the other or on one line.

import { inside, powersOfTen } from "../pictures/scale.js";
import { figure } from "./figure.js";
import { layer, of, scaleOf, symbol } from "./marks.js";

/**
 * @typedef {object} RowPoint
 * @property {string} id of the series, for its colour
 * @property {string} label what it is, for the pointer
 * @property {import("../pictures/svg.js").Mark} mark
 * @property {boolean} [bar] a bar from zero, its number beside it
 * @property {boolean} [open] drawn as an outline
 * @property {number | null} value
 * @property {[number, number] | null} [range] the interval's ends
 * @property {number[]} [ticks] what others have measured, or chance would give
 */

/** @typedef {{label: string, points: RowPoint[], id?: string, mark?: import("../pictures/svg.js").Mark}} Row with a mark, that stands beside its name */
/** @typedef {import("./marks.js").Axis & {rule?: number}} RowAxis `rule`: where the comparison stands */
/** @typedef {import("./figure.js").PlotModule} PlotModule */
/** @typedef {{y: string, point: RowPoint, row: string}} Line */

/**
 * @param {HTMLElement} host
 * @param {Row[]} rows
 * @param {RowAxis} axis
 * @param {{line?: number, shared?: boolean}} [look] pixels a line; whether a row's points share one
 */
export function drawRows(host, rows, axis, { line = 17, shared = false } = {}) {
  const lines = rows.flatMap(({ label, points }) =>
    points.map((point, at) => ({ y: `${label} ${shared ? 0 : at}`, point, row: label })),
  );
  const domain = rows.flatMap(({ label }) => {
    const own = lines.filter(({ row }) => row === label);
    return [`gap ${label}`, ...new Set(own.map(({ y }) => y))];
  });
  const known = lines.filter(({ point }) => point.value !== null);
  const ticks = (/** @type {number} */ most) => (axis.log ? powersOfTen(axis.domain, most) : most);
  const longest = Math.max(0, ...rows.map(({ label }) => label.length));
  // Where there is little room, a name gets what it needs, up to a third of a phone.
  const least = Math.max(104, Math.min(128, 24 + 7 * longest));
  figure(host, (plot, { width }) => ({
    height: domain.length * line + 52,
    marginLeft: width < 520 ? least : 150,
    marginRight: 46,
    marginTop: 4,
    marginBottom: 48,
    x: scaleOf(axis, { ticks: ticks(width < 520 ? 4 : 6), tickSize: 0, grid: true }),
    y: { type: "band", domain, axis: null, padding: 0 },
    marks: [
      axis.rule === undefined ? null : plot.ruleX([axis.rule], { className: "base" }),
      rows.map((row) => nameOf(plot, row, shared ? 0 : ((row.points.length - 1) * line) / 2)),
      shared ? spans(plot, known) : null,
      lines.map((one) => (one.point.bar ? barOf(plot, one, axis) : dotOf(plot, one, axis))),
    ],
    values: known.map((one) => ({
      x: Number(one.point.value),
      y: one.y,
      title: titleOf(one, axis),
    })),
  }));
}

/** The row's name beside the middle of its lines. @param {PlotModule} plot @param {Row} row @param {number} dy */
function nameOf(plot, { label, id, mark }, dy) {
  const place = { y: () => `${label} 0`, frameAnchor: /** @type {const} */ ("left"), dy };
  const dx = mark ? -32 : -14;
  const look = { text: String, textAnchor: /** @type {const} */ ("end"), className: "rowlabel" };
  const name = plot.text([label], { ...place, ...look, dx });
  if (!mark || !id) return name;
  const own = { r: 4.5, symbol: symbol(mark), dx: -18, ...of(id, "marks") };
  return [name, plot.dot([0], { ...place, ...own })];
}

/** From the least to the most of each line. @param {PlotModule} plot @param {Line[]} known */
function spans(plot, known) {
  const value = (/** @type {Line} */ { point }) => Number(point.value);
  const ends = plot.groupY({ x1: "min", x2: "max" }, { x: value, y: "y", className: "span" });
  return plot.ruleY(known, ends);
}

/** What stands around a value: others', and its own interval. @param {PlotModule} plot @param {Line} line @param {RowAxis} axis @param {[string, string]} kinds */
function around(plot, { y, point: { id, range, ticks = [] } }, { domain }, [others, own]) {
  // An interval of two trials may be wider than the figure.
  const interval = range && range[1] > range[0] ? [range.map((end) => inside(domain, end))] : [];
  return [
    layer(plot.tickX, ticks, { x: Number, y: () => y, inset: 2, ...of(id, others) }),
    layer(plot.ruleY, interval, { x1: "0", x2: "1", y: () => y, ...of(id, own) }),
  ];
}

/** @param {RowPoint} point */
const valuesOf = ({ value }) => (value === null ? [] : [value]);

/** @param {PlotModule} plot @param {Line} line @param {RowAxis} axis */
function dotOf(plot, line, axis) {
  const { id, mark, open } = line.point;
  const look = { x: Number, y: () => line.y, r: 5, symbol: symbol(mark) };
  return [
    around(plot, line, axis, ["reference", "interval"]),
    layer(plot.dot, valuesOf(line.point), { ...look, ...of(id, open ? "marks open" : "marks") }),
  ];
}

/** @param {PlotModule} plot @param {Line} line @param {RowAxis} axis */
function barOf(plot, line, axis) {
  const { id, open, value, range, ticks = [] } = line.point;
  const values = valuesOf(line.point);
  const y = () => line.y;
  // What stands where the number would pushes the number on.
  const end = Math.max(value ?? 0, ...(range ?? []));
  const room = 0.1 * (axis.domain[1] - axis.domain[0]);
  const at = Math.max(end, ...ticks.filter((tick) => tick < end + room));
  const beside = { x: () => at, y, text: axis.format, dx: 8, textAnchor: "start" };
  return [
    layer(plot.barX, values, { x: Number, y, inset: 2, ...of(id, open ? "bar open" : "bar") }),
    around(plot, line, axis, ["published", "whisker"]),
    layer(plot.text, values, { ...beside, ...of(id, "value") }),
  ];
}

/** @param {Line} line @param {RowAxis} axis */
function titleOf({ row, point: { label, value, range, ticks = [] } }, { format }) {
  const own = `${label} ${format(Number(value))}`.trim();
  const spread = range ? ` (${format(range[0])} to ${format(range[1])})` : "";
  return [row, own + spread, ...ticks.map((tick) => `published ${format(tick)}`)].join("\n");
}
