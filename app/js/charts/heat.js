// A map of a number over two knobs, a cell a point, with its value written in: the further from
// `base`, the stronger its colour, one above and another below.

import { figure, named, of } from "./plot.js";

/**
 * @typedef {object} HeatCell
 * @property {string} x
 * @property {string} y
 * @property {number} value
 * @property {boolean} sure told from 0
 * @property {string} title what the cell says under the pointer, in lines
 */

/** @typedef {{label: string, domain: string[]}} HeatAxis */

const CELL = { width: 62, height: 40 };
/** How opaque a cell is. A strong one has the ink of the paper. */
const [LEAST, STRONG, MOST] = [0.06, 0.62, 0.9];

/**
 * @param {HTMLElement} host
 * @param {{cells: HeatCell[], x: HeatAxis, y: HeatAxis, base: number, most: number, signed: boolean, above: string, below: string}} spec
 *   `most`: how far from base the strongest cell is, the same in all maps that stand together;
 *   `above` and `below`: the series whose colours the cells take
 */
export function drawHeat(host, { cells, x, y, base, most, signed, above, below }) {
  const place = { x: "x", y: "y" };
  const drawn = cells.map((cell) => ({
    ...cell,
    share: LEAST + (MOST - LEAST) * Math.min(1, Math.abs(cell.value - base) / (most || 1)),
    text: written(cell.value, signed),
  }));
  const strong = drawn.filter(({ share }) => share > STRONG);
  const look = { ...place, inset: 1, fillOpacity: "share" };
  figure(host, (plot) => ({
    width: 58 + CELL.width * x.domain.length + 6,
    height: 8 + CELL.height * y.domain.length + 42,
    margin: 6,
    marginLeft: 58,
    marginBottom: 42,
    padding: 0,
    x: { domain: x.domain, tickSize: 0, labelOffset: 38, ...named(x.label) },
    y: { domain: y.domain.toReversed(), tickSize: 0, labelOffset: 52, ...named(y.label) },
    marks: [
      plot.cell(drawn, { ...place, inset: 1, className: "cellframe" }),
      plot.cell(
        drawn.filter(({ value }) => value >= base),
        { ...look, ...of(above, "cell") },
      ),
      plot.cell(
        drawn.filter(({ value }) => value < base),
        { ...look, ...of(below, "cell") },
      ),
      plot.text(
        drawn.filter(({ share }) => share <= STRONG),
        {
          ...place,
          text: "text",
          className: "count",
        },
      ),
      plot.text(strong, { ...place, text: "text", className: "count strong" }),
      ...["", " strong"].map((ink) =>
        plot.text(
          drawn.filter(({ sure, share }) => sure && share > STRONG === (ink !== "")),
          { ...place, text: () => "★", dy: -12, className: `count${ink}` },
        ),
      ),
    ],
    values: drawn.map(({ x: across, y: up, title }) => ({ x: across, y: up, title })),
    opacity: { domain: [0, 1] },
  }));
  host.classList.add("heat");
}

/** @param {number} value @param {boolean} signed */
function written(value, signed) {
  const digits = (Number(value.toFixed(1)) + 0).toFixed(1);
  return signed && Number(digits) > 0 ? `+${digits}` : digits.replace("-", "−");
}
