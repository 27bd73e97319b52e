// Receptive fields: some units' masks, one a row, input positions from left to right.

import { figure, named, of } from "./plot.js";

/**
 * @param {HTMLElement} host
 * @param {string} id of the series, for its colour
 * @param {import("./mask.js").Mask} mask
 * @param {number[]} units from top to bottom
 */
export function drawFields(host, id, mask, units) {
  const [, inputs] = mask.shape;
  const positions = Array.from({ length: inputs }, (_, input) => input);
  const alive = units.flatMap((unit) =>
    positions
      .filter((input) => mask.bytes[unit * inputs + input])
      .map((input) => ({ unit, input })),
  );
  figure(host, (plot, { width }) => ({
    height: units.length * Math.min(18, Math.max(10, (width - 30) / inputs)) + 42,
    margin: 0,
    marginLeft: 30,
    marginBottom: 42,
    padding: 0,
    x: {
      domain: positions,
      ticks: positions.filter((position) => position % (width < 480 ? 10 : 5) === 0),
      tickSize: 0,
      ...named("input position"),
    },
    y: { domain: units, axis: null },
    marks: [
      plot.frame({ className: "ground" }),
      plot.cell(alive, { x: "input", y: "unit", inset: 0.5, ...of(id, "cells") }),
    ],
    values: alive.map(({ unit, input }) => ({
      x: input,
      y: unit,
      title: `unit ${unit}, position ${input}`,
    })),
  }));
}
