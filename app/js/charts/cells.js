// Cells in rows and columns: a confusion matrix, a map of a number over two knobs, some units' masks.

import { figure } from "./figure.js";
import { of, roomFor, scaleOf } from "./marks.js";

/** @typedef {import("./figure.js").PlotModule} PlotModule */
/** @typedef {import("./marks.js").Value & {y: number | string}} Place and what it says under the pointer */
/** @typedef {Place & {id: string, share: number, text: string | number, starred?: boolean}} Cell `id` of the series, for its colour; `share`: how opaque that is, none at 0; `text` stands in it */

/**
 * Cells as strong as their shares, with their texts; on the strong ones in the ink of the paper.
 * @param {PlotModule} plot
 * @param {Cell[]} cells
 * @param {{inset: number, strong: number}} look `strong`: the share above which a cell is
 */
function cellMarks(plot, cells, { inset, strong }) {
  const place = { x: "x", y: "y" };
  const filled = cells.filter(({ share }) => share > 0);
  const ids = [...new Set(filled.map(({ id }) => id))];
  return [
    plot.cell(cells, { ...place, inset, className: "cellframe" }),
    ids.map((id) => {
      const own = filled.filter((cell) => cell.id === id);
      return plot.cell(own, { ...place, inset, fillOpacity: "share", ...of(id, "cell") });
    }),
    ["count", "count strong"].map((className, ink) => {
      const own = filled.filter(({ share }) => Number(share > strong) === ink);
      const starred = own.filter((cell) => cell.starred);
      return [
        plot.text(own, { ...place, text: "text", className }),
        plot.text(starred, { ...place, text: () => "★", dy: -12, className }),
      ];
    }),
  ];
}

/**
 * A confusion matrix: row the true class, column the answer; each cell as strong as its share of the
 * row, and the count written in.
 * @param {HTMLElement} host
 * @param {string} id of the series, for its colour
 * @param {number[]} counts in C order
 * @param {number} classes
 * @param {(label: number) => string} [name] what a class is called
 */
export function drawMatrix(host, id, counts, classes, name = String) {
  const cells = counts.map((count, index) => {
    const [truth, answer] = [Math.floor(index / classes), index % classes];
    const row = counts.slice(truth * classes, (truth + 1) * classes);
    const share = count / (row.reduce((a, b) => a + b) || 1);
    const percent = `${(100 * share).toFixed(1)} %`;
    const title = `true ${name(truth)}, answer ${name(answer)}\n${count} (${percent})`;
    return { x: answer, y: truth, id, share, text: count, title };
  });
  const domain = Array.from({ length: classes }, (_, i) => i);
  const { room, short } = roomFor(domain.map(name));
  const ticks = { domain, tickSize: 0, tickFormat: (/** @type {number} */ at) => short[at] ?? "" };
  const upright = { tickRotate: room > 0 ? -90 : 0, labelOffset: 30 + room };
  figure(host, (plot) => ({
    width: 38 + room + 26 * classes + 4,
    height: 34 + room + 26 * classes + 22,
    margin: 4,
    marginLeft: 38 + room,
    marginTop: 38 + room,
    padding: 0,
    x: scaleOf({ label: "answer" }, { ...ticks, axis: "top", ...upright }),
    y: scaleOf({ label: "true class" }, { ...ticks, labelOffset: 32 + room }),
    marks: cellMarks(plot, cells, { inset: 0.5, strong: 0.45 }),
    values: cells.filter(({ share }) => share > 0),
    opacity: { domain: [0, 1] },
  }));
  host.classList.add("matrix");
}

/** @typedef {Place & {value: number, sure: boolean}} HeatCell `sure`: told from 0 */
/** @typedef {{label: string, domain: string[]}} HeatAxis */

const HEAT = { width: 62, height: 40, left: 58, bottom: 42, margin: 6 };
/** How opaque a cell is. */
const [LEAST, STRONG, MOST] = [0.06, 0.62, 0.9];

/**
 * A map of a number over two knobs, a cell a point, with its value written in: the further from
 * `base`, the stronger its colour, one above and another below.
 * @param {HTMLElement} host
 * @param {{cells: HeatCell[], x: HeatAxis, y: HeatAxis, base: number, most: number, signed: boolean, above: string, below: string}} spec
 *   `most`: how far from base the strongest cell is, the same in all maps that stand together;
 *   `above` and `below`: the series whose colours the cells take
 */
export function drawHeat(host, { cells, x, y, base, most, signed, above, below }) {
  const drawn = cells.map(({ value, sure, ...cell }) => ({
    ...cell,
    id: value >= base ? above : below,
    share: LEAST + (MOST - LEAST) * Math.min(1, Math.abs(value - base) / (most || 1)),
    text: written(value, signed),
    starred: sure,
  }));
  const { width, height, left, bottom, margin } = HEAT;
  figure(host, (plot) => ({
    width: left + width * x.domain.length + margin,
    height: 8 + height * y.domain.length + bottom,
    margin,
    marginLeft: left,
    marginBottom: bottom,
    padding: 0,
    x: scaleOf({ label: x.label }, { domain: x.domain, tickSize: 0, labelOffset: 38 }),
    y: scaleOf({ label: y.label }, { domain: y.domain.toReversed(), tickSize: 0, labelOffset: 52 }),
    marks: cellMarks(plot, drawn, { inset: 1, strong: STRONG }),
    values: drawn,
    opacity: { domain: [0, 1] },
  }));
  host.classList.add("heat");
}

/** @param {number} value @param {boolean} signed */
function written(value, signed) {
  const digits = (Number(value.toFixed(1)) + 0).toFixed(1);
  return signed && Number(digits) > 0 ? `+${digits}` : digits.replace("-", "−");
}

/**
 * Receptive fields: some units' masks, one a row, input positions from left to right.
 * @param {HTMLElement} host
 * @param {string} id of the series, for its colour
 * @param {import("../pictures/cells.js").Mask} mask
 * @param {number[]} units from top to bottom
 */
export function drawFields(host, id, { shape: [, inputs], bytes }, units) {
  const positions = Array.from({ length: inputs }, (_, input) => input);
  const alive = units.flatMap((unit) =>
    positions
      .filter((input) => bytes[unit * inputs + input])
      .map((input) => ({ x: input, y: unit, title: `unit ${unit}, position ${input}` })),
  );
  figure(host, (plot, { width }) => ({
    height: units.length * Math.min(18, Math.max(10, (width - 30) / inputs)) + 42,
    margin: 0,
    marginLeft: 30,
    marginBottom: 42,
    padding: 0,
    x: scaleOf(
      { label: "input position" },
      {
        domain: positions,
        ticks: positions.filter((at) => at % (width < 480 ? 10 : 5) === 0),
        tickSize: 0,
      },
    ),
    y: { domain: units, axis: null },
    marks: [
      plot.frame({ className: "ground" }),
      plot.cell(alive, { x: "x", y: "y", inset: 0.5, ...of(id, "cells") }),
    ],
    values: alive,
  }));
}
