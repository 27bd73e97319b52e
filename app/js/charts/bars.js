// Horizontal bars in groups: a group a model, a bar a condition, with the range over seeds and a
// tick where others have measured.

import { linear, ticks } from "./scale.js";
import { markPath, svg } from "./svg.js";

/**
 * @typedef {object} Bar
 * @property {string} label
 * @property {number | null} value
 * @property {[number, number] | null} range lowest and highest
 * @property {boolean} open drawn as an outline
 * @property {{value: number, label: string}[]} published
 */

/** @typedef {{id: string, label: string, mark: import("./svg.js").Mark, bars: Bar[]}} BarGroup */

const BAR = 20;
const GAP = 18;
const TOP = 8;
const RIGHT = 46;
const ROOM = 44;

/**
 * @param {HTMLElement} host
 * @param {BarGroup[]} groups
 * @param {{label: string, domain: [number, number], format: (value: number) => string}} axis
 */
export function drawBars(host, groups, axis) {
  const width = Math.max(260, Math.round(host.clientWidth));
  const left = width < 520 ? 96 : 150;
  const heights = groups.map(({ bars }) => bars.length * BAR + GAP);
  const bottom = TOP + heights.reduce((sum, height) => sum + height, 0);
  const x = linear(axis.domain, [left, width - RIGHT]);
  const root = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${bottom + 44}`,
    width,
    height: bottom + 44,
    "aria-hidden": "true",
  });
  root.append(...grid(axis, x, bottom, width < 520 ? 4 : 6));
  const middle = (left + width - RIGHT) / 2;
  const below = { class: "axis", x: middle, y: bottom + 38, "text-anchor": "middle" };
  root.append(svg("text", below, axis.label));
  let top = TOP;
  for (const [index, group] of groups.entries()) {
    root.append(drawGroup(group, axis, x, left, top + GAP / 2));
    top += heights[index] ?? 0;
  }
  host.replaceChildren(root);
}

/**
 * @param {{domain: [number, number], format: (value: number) => string}} axis
 * @param {(value: number) => number} x
 * @param {number} bottom
 * @param {number} many
 */
function grid({ domain, format }, x, bottom, many) {
  return ticks(domain, many).flatMap((tick) => [
    svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: TOP, y2: bottom }),
    svg(
      "text",
      { class: "tick", x: x(tick), y: bottom + 18, "text-anchor": "middle" },
      format(tick),
    ),
  ]);
}

/**
 * @param {BarGroup} group
 * @param {{format: (value: number) => string}} axis
 * @param {(value: number) => number} x
 * @param {number} left
 * @param {number} top
 */
function drawGroup(group, axis, x, left, top) {
  const middle = top + (group.bars.length * BAR) / 2;
  const root = svg("g", { class: `series series-${group.id}` });
  root.append(
    svg("path", { class: "marks", d: markPath(group.mark, left - 18, middle, 4.5) }),
    svg(
      "text",
      { class: "rowlabel", x: left - 32, y: middle + 5, "text-anchor": "end" },
      group.label,
    ),
  );
  group.bars.forEach((bar, index) => {
    root.append(...drawBar(bar, axis.format, x, left, top + index * BAR));
  });
  return root;
}

/**
 * @param {Bar} bar
 * @param {(value: number) => string} format
 * @param {(value: number) => number} x
 * @param {number} left
 * @param {number} top
 */
function drawBar(bar, format, x, left, top) {
  const parts = [];
  const middle = top + BAR / 2;
  if (bar.value !== null) {
    const size = { x: left, y: top + 2, width: Math.max(0, x(bar.value) - left), height: BAR - 4 };
    parts.push(svg("rect", { class: bar.open ? "bar open" : "bar", ...size }));
    const own = Math.max(x(bar.value), ...(bar.range ?? []).map(x));
    // A tick where the number would stand pushes the number on.
    const near = bar.published.map(({ value }) => x(value)).filter((at) => at < own + ROOM);
    const end = Math.max(own, ...near);
    parts.push(svg("text", { class: "value", x: end + 8, y: middle + 4 }, format(bar.value)));
  }
  if (bar.range && bar.range[1] > bar.range[0]) {
    const [low, high] = bar.range.map(x);
    parts.push(
      svg("path", {
        class: "whisker",
        d: `M${low} ${middle}H${high}M${low} ${top + 6}v8M${high} ${top + 6}v8`,
      }),
    );
  }
  for (const { value } of bar.published) {
    parts.push(svg("path", { class: "published", d: `M${x(value)} ${top + 1}v${BAR - 2}` }));
  }
  return parts;
}
