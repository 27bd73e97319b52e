// Two positive quantities against each other on logarithmic axes, with the line where they agree.

import { linear } from "./scale.js";
import { labelX, markPath, svg } from "./svg.js";

/** @typedef {{id: string, label: string, mark: import("./svg.js").Mark, points: [number, number][]}} Cloud */

const MARGIN = { left: 62, right: 16, top: 12, bottom: 50 };

/**
 * @param {HTMLElement} host
 * @param {Cloud[]} clouds only positive numbers can be drawn
 * @param {{x: string, y: string}} labels
 */
export function drawScatter(host, clouds, labels) {
  const width = Math.max(240, Math.round(host.clientWidth));
  const height = Math.round(Math.min(460, Math.max(280, width * 0.75)));
  const box = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
  const domain = decades(clouds.flatMap(({ points }) => points.flat()));
  const across = linear(domain, [box.left, box.right]);
  const up = linear(domain, [box.bottom, box.top]);
  const root = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-hidden": "true",
  });
  root.append(...axes(domain, across, up, box, labels, width));
  const [low, high] = domain;
  const ends = { x1: across(low), y1: up(low), x2: across(high), y2: up(high) };
  root.append(svg("line", { class: "hover", ...ends }));
  for (const { id, mark, points } of clouds) {
    const place = points.map(([x, y]) =>
      markPath(mark, across(Math.log10(x)), up(Math.log10(y)), 4),
    );
    root.append(
      svg("g", { class: `series series-${id}` }, svg("path", { class: "dots", d: place.join("") })),
    );
  }
  host.replaceChildren(root);
}

/** Whole powers of ten around some numbers. @param {number[]} values @returns {[number, number]} */
export function decades(values) {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logs.length === 0) return [-1, 0];
  const low = Math.floor(logs.reduce((a, b) => Math.min(a, b)));
  const high = Math.ceil(logs.reduce((a, b) => Math.max(a, b)));
  return [low, high > low ? high : low + 1];
}

/**
 * @param {[number, number]} domain
 * @param {(value: number) => number} across
 * @param {(value: number) => number} up
 * @param {{left: number, right: number, top: number, bottom: number}} box
 * @param {{x: string, y: string}} labels
 * @param {number} width
 */
function axes([low, high], across, up, box, labels, width) {
  const every = Math.ceil((high - low) / (width < 480 ? 4 : 8));
  const parts = [];
  for (let power = low; power <= high; power += every) {
    const [x, y] = [across(power), up(power)];
    parts.push(
      svg("line", { class: "grid", x1: box.left, x2: box.right, y1: y, y2: y }),
      svg("line", { class: "grid", x1: x, x2: x, y1: box.top, y2: box.bottom }),
      svg("text", { class: "tick", x, y: box.bottom + 18, "text-anchor": "middle" }, ten(power)),
      svg("text", { class: "tick", x: box.left - 8, y: y + 4, "text-anchor": "end" }, ten(power)),
    );
  }
  const middle = labelX(labels.x, (box.left + box.right) / 2, width);
  const side = (box.top + box.bottom) / 2;
  const turned = { class: "axis", transform: `translate(12 ${side}) rotate(-90)` };
  parts.push(
    svg(
      "text",
      { class: "axis", x: middle, y: box.bottom + 42, "text-anchor": "middle" },
      labels.x,
    ),
    svg("text", { ...turned, "text-anchor": "middle" }, labels.y),
  );
  return parts;
}

/** @param {number} power */
function ten(power) {
  return power === 0 ? "1" : `1e${power}`;
}
