// What figures are made of, as Plot knows it: axes, marks with their classes, and the box with the
// values. Colours and strokes come from the style sheet.

import { cornersOf } from "../pictures/svg.js";

/** @typedef {import("./figure.js").PlotModule} PlotModule */
/** @typedef {import("@observablehq/plot").ScaleOptions} ScaleOptions */
/** @typedef {{label: string, domain: [number, number], format: (value: number) => string, log?: boolean}} Axis `log`: over powers of ten */

/**
 * @typedef {object} Value Something of a figure that pointer and arrow keys stop at.
 * @property {number | string} x in the figure's own units
 * @property {number | string} [y] none: wherever the pointer is
 * @property {string} title what it says, in lines
 */

/** An axis whose name stands in its middle. @param {Partial<Axis> & {label: string}} axis @param {ScaleOptions} [look] @returns {ScaleOptions} */
export function scaleOf({ label, domain, format, log }, look) {
  const named = /** @type {const} */ ({ labelAnchor: "center", labelArrow: "none" });
  const type = log ? "log" : undefined;
  return { label: label || null, ...named, domain, type, tickFormat: format, ...look };
}

/** The classes of a mark: its series', for its colour, and what it is. @param {string} id @param {string} kind */
export function of(id, kind) {
  return { className: `series ${id.replace(/\S+/g, "series-$&")} ${kind}` };
}

/** A mark of some data; none of no data. @param {(data: any[], look: any) => import("@observablehq/plot").Markish} mark @param {unknown[]} data @param {object} look */
export function layer(mark, data, look) {
  return data.length > 0 ? mark(data, look) : null;
}

/** A mark's outline for Plot, of the same area as in legends. @param {import("../pictures/svg.js").Mark} mark */
export function symbol(mark) {
  if (mark === "circle") return "circle";
  return {
    /** @param {CanvasPath} context @param {number} size in square pixels */
    draw(context, size) {
      const corners = cornersOf(mark, 0, 0, Math.sqrt(size / Math.PI));
      for (const [index, place] of corners.entries()) {
        context[index === 0 ? "moveTo" : "lineTo"](...place);
      }
      context.closePath();
    },
  };
}

/** A box with what is next to the pointer, and a rule where only its x counts. @param {PlotModule} plot @param {Value[]} values */
export function readout(plot, values) {
  if (values.length === 0) return [];
  const look = { x: "x", title: "title", className: "readout", pointerSize: 6 };
  const across = values.every(({ y }) => y === undefined);
  if (!across) return [plot.tip(values, plot.pointer({ ...look, y: "y", maxRadius: 40 }))];
  const far = { x: "x", maxRadius: Number.POSITIVE_INFINITY };
  const side = /** @type {const} */ ({ frameAnchor: "top", anchor: "left" });
  return [
    plot.ruleX(values, plot.pointerX({ ...far, className: "hover" })),
    plot.tip(values, plot.pointerX({ ...look, ...far, ...side })),
  ];
}

const LONGEST_TICK = 12;
/** Of a letter of a tick, about. */
const LETTER_PX = 6;

/** What classes are called, short enough for an axis, and how much wider than a digit that is. @param {string[]} names */
export function roomFor(names) {
  const short = names.map((name) =>
    name.length > LONGEST_TICK ? `${name.slice(0, LONGEST_TICK - 1)}…` : name,
  );
  const longest = Math.max(1, ...short.map(({ length }) => length));
  return { short, room: (longest - 1) * LETTER_PX };
}
