// A confusion matrix: row the true class, column the answer; each cell as strong as its share of
// the row, and the count written in.

import { figure, named, of, roomFor } from "./plot.js";

/**
 * @param {HTMLElement} host
 * @param {string} id of the series, for its colour
 * @param {number[]} counts in C order
 * @param {number} classes
 * @param {(label: number) => string} [name] what a class is called
 */
export function drawMatrix(host, id, counts, classes, name = String) {
  const cells = counts.map((count, index) => {
    const truth = Math.floor(index / classes);
    const row = counts.slice(truth * classes, (truth + 1) * classes);
    return {
      truth,
      answer: index % classes,
      count,
      share: count / (row.reduce((a, b) => a + b) || 1),
    };
  });
  const found = cells.filter(({ count }) => count > 0);
  const domain = Array.from({ length: classes }, (_, i) => i);
  const place = { x: "answer", y: "truth" };
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
    x: { ...ticks, axis: "top", ...upright, ...named("answer") },
    y: { ...ticks, labelOffset: 32 + room, ...named("true class") },
    marks: [
      plot.cell(cells, { ...place, inset: 0.5, className: "cellframe" }),
      plot.cell(found, { ...place, inset: 0.5, fillOpacity: "share", ...of(id, "cell") }),
      plot.text(found, { ...place, text: "count", className: "count" }),
      plot.text(
        found.filter(({ share }) => share > 0.45),
        { ...place, text: "count", className: "count strong" },
      ),
    ],
    values: found.map(({ truth, answer, count, share }) => ({
      x: answer,
      y: truth,
      title: `true ${name(truth)}, answer ${name(answer)}\n${count} (${(100 * share).toFixed(1)} %)`,
    })),
    opacity: { domain: [0, 1] },
  }));
  host.classList.add("matrix");
}
