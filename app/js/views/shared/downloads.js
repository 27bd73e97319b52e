// The files of each figure: rows as CSV, the record as JSON, the picture as SVG and PNG.

import { find } from "./dom.js";
import { download } from "./download.js";
import { toPng, toSvg, withPicture } from "./picture.js";

/** @typedef {import("./picture.js").Labels} Labels */

/**
 * @typedef {object} Source What one figure can give away.
 * @property {string} file the beginning of the file's name
 * @property {() => string} csv
 * @property {() => string | Promise<Blob>} json
 * @property {() => Promise<string>} [notebook] that does the run again in Python
 * @property {() => SVGElement[]} pictures
 * @property {() => Labels} labels
 */

/**
 * The download buttons of one figure. The template has them disabled, because until they are bound a
 * click would do nothing; and while there is nothing to give, the file would be empty.
 * @param {string} name
 * @param {boolean} on
 */
export function enableDownloads(name, on) {
  const group = find(`[data-downloads="${name}"]`, HTMLElement);
  for (const button of group.querySelectorAll("button")) button.disabled = !on;
  return group;
}

/** Binds the download buttons of one figure. @param {string} name @param {Source} source */
export function offerDownloads(name, source) {
  const group = enableDownloads(name, true);
  group.addEventListener("click", (event) => {
    const kind = event.target instanceof HTMLElement ? event.target.dataset.kind : undefined;
    if (kind) void give(source, kind);
  });
}

/** @param {Source} source @param {string} kind */
async function give(source, kind) {
  const { file } = source;
  // Python writes NPZ files (tickets/keep.js); what is cited is the page (shell/takeaway.js).
  if (kind === "npz" || kind === "cite") return;
  if (kind === "csv") return download(`${file}.csv`, source.csv(), "text/csv");
  if (kind === "json") return download(`${file}.json`, await source.json(), "application/json");
  if (kind === "notebook") {
    const text = (await source.notebook?.()) ?? "";
    return download(`${file}.ipynb`, text, "application/x-ipynb+json");
  }
  if (kind.endsWith(" mask")) {
    // One file a click: of two at once a browser may drop the second.
    const arm = kind.replace(" mask", "");
    const canvas = find(`#mask-${arm}`, HTMLCanvasElement);
    if (canvas.hidden) return;
    // Its name on the page says which level and trial it is of, and the run's identity.
    const { title, caption } = source.labels();
    const said = canvas.ariaLabel ?? caption;
    const labels = { title: `${title}: ${arm} mask`, caption: said, legend: [] };
    const figure = withPicture(canvas, (picture) => toSvg([picture], labels));
    return download(`${file}-mask-${arm}.png`, await toPng(figure), "image/png");
  }
  const pictures = source.pictures();
  if (pictures.length === 0) return; // nothing has been drawn yet, as the figure says
  const figure = toSvg(pictures, source.labels());
  download(`${file}.${kind}`, kind === "svg" ? figure.text : await toPng(figure), "image/svg+xml");
}

/** The charts that a selector finds now. @param {string} selector */
export function picturesOf(selector) {
  return [...document.querySelectorAll(selector)].filter(
    (element) => element instanceof SVGElement,
  );
}
