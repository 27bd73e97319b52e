// A legend whose entries are known only when there are rows: as the templates' own (macros.html.j2,
// mark), with mark and dash, so that colour is never the only cue.

import { markPath, svg } from "../../charts/svg.js";
import { make } from "./dom.js";

/** @typedef {{id: string, label: string, mark: import("../../charts/svg.js").Mark, dash: string}} Entry */

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
function markOf({ id, mark, dash }) {
  const size = { viewBox: "0 0 32 16", width: 32, height: 16, "aria-hidden": "true" };
  return svg(
    "svg",
    { class: `mark series series-${id}`, ...size },
    svg("path", { class: "mean", d: "M0 8h32", ...(dash ? { "stroke-dasharray": dash } : {}) }),
    svg("path", { class: "marks", d: markPath(mark, 16, 8, 4) }),
  );
}
