// A legend whose entries are known only when there are rows: as the templates' own (macros.html.j2,
// mark), with mark and, where there are lines, dash, so that colour is never the only cue.

import { markPath, svg } from "../../pictures/svg.js";
import { make } from "./dom.js";

/** @typedef {{id: string, label: string, mark: import("../../pictures/svg.js").Mark, dash?: string, open?: boolean}} Entry */

/** What each list shows now. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/** @param {HTMLElement} list @param {Entry[]} entries those without a label are left out */
export function fillLegend(list, entries) {
  const named = entries.filter(({ label }) => label !== "");
  const text = JSON.stringify(named);
  if (shown.get(list) === text) return;
  shown.set(list, text);
  list.replaceChildren(
    ...named.map((entry) => {
      const item = make("li", ` ${entry.label}`);
      item.prepend(markOf(entry));
      return item;
    }),
  );
}

/** @param {Entry} entry */
function markOf({ id, mark, dash, open }) {
  const line = dash === undefined ? [] : [drawLine(dash)];
  const width = 16 * (1 + line.length);
  const size = { viewBox: `0 0 ${width} 16`, width, height: 16, "aria-hidden": "true" };
  const outline = { class: open ? "marks open" : "marks", d: markPath(mark, width / 2, 8, 4) };
  const look = { class: `mark series series-${id}`, ...size };
  return svg("svg", look, ...line, svg("path", outline));
}

/** @param {string} dash */
function drawLine(dash) {
  return svg("path", { class: "mean", d: "M0 8h32", ...(dash && { "stroke-dasharray": dash }) });
}
