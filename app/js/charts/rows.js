// Rows of values along a horizontal axis: bars, dots, dots with intervals. A row has a name and some
// points, one below the other or on one line.

import { figure, of, scaleOf, symbol } from "./plot.js";

/**
 * @typedef {object} RowPoint
 * @property {string} id of the series, for its colour
 * @property {string} label what it is, for the pointer
 * @property {import("./svg.js").Mark} mark
 * @property {boolean} [bar] a bar from zero, its number beside it
 * @property {boolean} [open] drawn as an outline
 * @property {number | null} value
 * @property {[number, number] | null} [range] the interval's ends
 * @property {number[]} [ticks] what others have measured, or chance would give
 */

/** @typedef {{label: string, points: RowPoint[], id?: string, mark?: import("./svg.js").Mark}} Row with a mark, that stands beside its name */
/** @typedef {import("./plot.js").Axis & {rule?: number}} RowAxis `rule`: where the comparison stands */
/** @typedef {{key: string, point: RowPoint, row: string}} Line */

/**
 * @param {HTMLElement} host
 * @param {Row[]} rows
 * @param {RowAxis} axis
 * @param {{line?: number, shared?: boolean}} [look] pixels a line; whether a row's points share one
 */
export function drawRows(host, rows, axis, { line = 17, shared = false } = {}) {
  const keyOf = (/** @type {Row} */ row, /** @type {number} */ index) =>
    `${row.label} ${shared ? 0 : index}`;
  const lines = rows.flatMap((row) =>
    row.points.map((point, index) => ({ key: keyOf(row, index), point, row: row.label })),
  );
  const domain = rows.flatMap((row) => [
    `gap ${row.label}`,
    ...new Set(row.points.map((_, i) => keyOf(row, i))),
  ]);
  figure(host, (plot, { width }) => {
    return {
      height: domain.length * line + 52,
      marginLeft: width < 520 ? 104 : 150,
      marginRight: 46,
      marginTop: 4,
      marginBottom: 48,
      x: scaleOf(axis, { ticks: ticksOf(axis, width < 520 ? 4 : 6), tickSize: 0, grid: true }),
      y: { domain, axis: null, padding: 0 },
      marks: [
        ...(axis.rule === undefined ? [] : [plot.ruleX([axis.rule], { className: "base" })]),
        ...rows.flatMap((row) => nameOf(plot, row, shared ? 1 : row.points.length, line)),
        ...(shared
          ? [
              plot.ruleY(
                lines.filter(known),
                plot.groupY(
                  { x1: "min", x2: "max" },
                  { x: ({ point }) => Number(point.value), y: "key", className: "span" },
                ),
              ),
            ]
          : []),
        ...lines.flatMap((one) => marksOf(plot, one, axis)),
      ],
      values: lines.filter(known).map(({ key, row, point }) => ({
        x: Number(point.value),
        y: key,
        title: titleOf(row, point, axis),
      })),
    };
  });
}

/** About so many; of a logarithmic axis its powers of ten. @param {RowAxis} axis @param {number} count */
function ticksOf({ domain, log }, count) {
  if (!log) return count;
  const [low, high] = domain.map((end) => Math.round(Math.log10(end)));
  return Array.from({ length: (high ?? 0) - (low ?? 0) + 1 }, (_, i) => 10 ** ((low ?? 0) + i));
}

/** @param {Line} line */
const known = ({ point }) => point.value !== null;

/** The row's name beside the middle of its lines. @param {import("./plot.js").PlotModule} plot @param {Row} row @param {number} count @param {number} line */
function nameOf(plot, { label, id, mark }, count, line) {
  const y = () => `${label} 0`;
  const place = { y, frameAnchor: /** @type {const} */ ("left"), dy: ((count - 1) * line) / 2 };
  const name = plot.text([label], {
    ...place,
    text: String,
    textAnchor: "end",
    dx: mark ? -32 : -14,
    className: "rowlabel",
  });
  if (!mark || !id) return [name];
  return [
    name,
    plot.dot([0], { ...place, r: 4.5, symbol: symbol(mark), dx: -18, ...of(id, "marks") }),
  ];
}

/** @param {import("./plot.js").PlotModule} plot @param {Line} line @param {RowAxis} axis */
function marksOf(plot, { key, point }, { domain, format }) {
  const { id, mark, bar, open, value, range, ticks = [] } = point;
  const y = () => key;
  // An interval of two trials may be wider than the figure.
  const inside = (/** @type {number} */ end) => Math.max(domain[0], Math.min(domain[1], end));
  const interval = range && range[1] > range[0] ? [range.map(inside)] : [];
  const values = value === null ? [] : [value];
  const marks = [
    plot.tickX(ticks, { x: Number, y, inset: 2, ...of(id, bar ? "published" : "reference") }),
    plot.ruleY(interval, { x1: "0", x2: "1", y, ...of(id, bar ? "whisker" : "interval") }),
  ];
  const kind = open ? " open" : "";
  if (!bar)
    return [
      ...marks,
      plot.dot(values, { x: Number, y, r: 5, symbol: symbol(mark), ...of(id, `marks${kind}`) }),
    ];
  // What stands where the number would pushes the number on.
  const end = Math.max(value ?? 0, ...(range ?? []));
  const at = Math.max(end, ...ticks.filter((tick) => tick < end + 0.1 * (domain[1] - domain[0])));
  return [
    plot.barX(values, { x: Number, y, inset: 2, ...of(id, `bar${kind}`) }),
    ...marks,
    plot.text(values, {
      x: () => at,
      y,
      text: format,
      dx: 8,
      textAnchor: "start",
      ...of(id, "value"),
    }),
  ];
}

/** @param {string} row @param {RowPoint} point @param {RowAxis} axis */
function titleOf(row, { label, value, range, ticks = [] }, { format }) {
  const own = `${label} ${format(Number(value))}`.trim();
  const spread = range ? ` (${format(range[0])} to ${format(range[1])})` : "";
  return [row, own + spread, ...ticks.map((tick) => `published ${format(tick)}`)].join("\n");
}
