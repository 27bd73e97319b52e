// Receptive fields: some units' masks, one a row, input positions from left to right.

import { ticks } from "./scale.js";
import { svg } from "./svg.js";

const LEFT = 30;
const BOTTOM = 40;

/**
 * @param {HTMLElement} host
 * @param {string} id of the series, for its colour
 * @param {import("./mask.js").Mask} mask
 * @param {number[]} units from top to bottom
 */
export function drawFields(host, id, mask, units) {
  const [, inputs] = mask.shape;
  const width = Math.max(240, Math.round(host.clientWidth));
  const cell = (width - LEFT) / inputs;
  const line = Math.min(18, Math.max(10, cell));
  const bottom = units.length * line;
  const height = bottom + BOTTOM;
  /** @param {number} value */
  const f = (value) => value.toFixed(1);
  const alive = units.flatMap((unit, row) =>
    Array.from({ length: inputs }, (_, input) =>
      mask.bytes[unit * inputs + input]
        ? `M${f(LEFT + input * cell)} ${f(row * line)}h${f(cell - 1)}v${f(line - 2)}h${f(1 - cell)}Z`
        : "",
    ),
  );
  const root = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-hidden": "true",
  });
  root.append(
    svg("rect", { class: "ground", x: LEFT, y: 0, width: width - LEFT, height: bottom - 2 }),
    svg("g", { class: `series series-${id}` }, svg("path", { class: "cells", d: alive.join("") })),
    ...ticks([0, inputs - 1], width < 480 ? 4 : 8).map((tick) =>
      svg(
        "text",
        { class: "tick", x: LEFT + (tick + 0.5) * cell, y: bottom + 16, "text-anchor": "middle" },
        String(tick),
      ),
    ),
    svg(
      "text",
      { class: "axis", x: (LEFT + width) / 2, y: height - 4, "text-anchor": "middle" },
      "input position",
    ),
    svg(
      "text",
      {
        class: "axis",
        transform: `translate(14 ${bottom / 2}) rotate(-90)`,
        "text-anchor": "middle",
      },
      "unit",
    ),
  );
  host.replaceChildren(root);
}
