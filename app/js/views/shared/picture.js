// A figure as a file: SVG with its styles resolved, title, legend and caption inside; PNG from it.

import { markPath, svg } from "../../pictures/svg.js";

const PROPERTIES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "fill-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "stroke-dasharray",
];

/** @typedef {{id: string, label: string, mark: import("../../pictures/svg.js").Mark, open?: boolean}} LegendEntry */
/** @typedef {{title: string, caption: string, legend: LegendEntry[]}} Labels */

/** Heights of lines, and what lies around them. */
const TITLE = 38;
const NAME = 26;
const LINE = 18;
const FOOT = 16;
const MARGIN = 12;

/** Pictures stand beside each other as far as this. */
const WIDEST = 1000;

/** A letter of a caption is about so wide. */
const LETTER = 6.6;

/** @typedef {{text: string, width: number, height: number}} Figure */

/**
 * The charts of one figure in one file, since a browser may refuse the second file of one click: title
 * and legend above, each chart under its own name, the caption below, as many lines as it needs.
 * @param {SVGElement[]} charts on the page
 * @param {Labels} labels
 * @returns {Figure}
 */
export function toSvg(charts, { title, caption, legend }) {
  const widest = Math.max(...charts.map((chart) => boxOf(chart).width));
  const columns = Math.max(1, Math.min(charts.length, Math.floor(WIDEST / widest)));
  const width = columns * widest;
  const plotted = legend.filter(({ id }) => charts.some((chart) => isPlotted(chart, id)));
  const key = drawLegend(plotted, width, TITLE + 4);
  const top = TITLE + (plotted.length > 0 ? key.height : 0);
  const { bodies, bottom } = arranged(charts, columns, widest, top);
  const lines = wrapped(caption, width - 2 * MARGIN).map((line, at) =>
    svg("text", { class: "tick", x: MARGIN, y: bottom + LINE * (at + 1) }, line),
  );
  const height = bottom + lines.length * LINE + FOOT;
  const paper = svg("rect", { class: "paper", width, height });
  const head = svg("text", { class: "rowlabel", x: MARGIN, y: 22 }, title);
  const [source] = charts;
  const frame = [paper, head, ...key.items, ...lines].map((element) =>
    source ? resolved(source, element) : element,
  );
  const words = [svg("title", {}, title), svg("desc", {}, caption)];
  const size = { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" };
  const root = svg("svg", size, ...words, ...frame, ...bodies);
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** Charts in rows, each under its name. @param {SVGElement[]} charts @param {number} columns @param {number} width of each @param {number} top */
function arranged(charts, columns, width, top) {
  /** @type {SVGElement[]} */
  const bodies = [];
  let bottom = top;
  for (let first = 0; first < charts.length; first += columns) {
    const row = charts.slice(first, first + columns);
    const named = row.some((chart) => nameOf(chart) !== "") ? NAME : 0;
    for (const [at, chart] of row.entries()) {
      bodies.push(placed(chart, { x: at * width, y: bottom, named }));
    }
    bottom += named + Math.max(...row.map((chart) => boxOf(chart).height));
  }
  return { bodies, bottom };
}

/** @param {SVGElement} chart */
export function boxOf(chart) {
  return /** @type {SVGSVGElement} */ (chart).viewBox.baseVal;
}

/** What one of several charts is called on the page. @param {SVGElement} chart */
function nameOf(chart) {
  const name = chart.closest(".stack")?.querySelector("h4, .who")?.textContent ?? "";
  return name.replaceAll(/\s+/g, " ").trim();
}

/** @param {SVGElement} chart @param {string} id of a series */
function isPlotted(chart, id) {
  const [first = ""] = id.split(" ");
  return chart.querySelector(`.series-${CSS.escape(first)}`) !== null;
}

/** A chart with its styles resolved, under its name. @param {SVGElement} chart @param {{x: number, y: number, named: number}} place */
function placed(chart, { x, y, named }) {
  const name = nameOf(chart);
  const copies = [...chart.childNodes].map((node) => node.cloneNode(true));
  const body = svg("g", { transform: `translate(${x} ${y + named})` }, ...copies);
  const title = svg("text", { class: "rowlabel", x: x + MARGIN, y: y + 17 }, name);
  return resolved(chart, svg("g", {}, ...(name ? [title] : []), body));
}

/** Styles resolve only for elements in the document, so the element stands in the chart for a moment. @param {SVGElement} chart @param {SVGElement} element */
function resolved(chart, element) {
  chart.append(element);
  const flat = /** @type {SVGElement} */ (flatten(element));
  element.remove();
  return flat;
}

/** A text in lines that fit. @param {string} text @param {number} width pixels @returns {string[]} */
export function wrapped(text, width) {
  const most = Math.max(20, Math.floor(width / LETTER));
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/**
 * A legend in as many lines as the width asks for, of which there is room for one in any case.
 * @param {LegendEntry[]} entries
 * @param {number} width
 * @param {number} top the middle of the first line
 */
export function drawLegend(entries, width, top) {
  let left = 18;
  let y = top;
  const items = entries.map(({ id, label, mark, open }) => {
    const room = 30 + label.length * 7;
    if (left > 18 && left + room > width) {
      left = 18;
      y += LINE;
    }
    const group = svg(
      "g",
      { class: `series series-${id}` },
      svg("path", { class: open ? "marks open" : "marks", d: markPath(mark, left, y, 4) }),
      svg("text", { class: "tick", x: left + 10, y: y + 4 }, label),
    );
    left += room + 6;
    return group;
  });
  return { items, height: y - top + LINE };
}

/** A copy whose styles stand in attributes. @param {Element} element @returns {Element} */
export function flatten(element) {
  const copy = /** @type {Element} */ (element.cloneNode(false));
  const style = getComputedStyle(element);
  for (const name of PROPERTIES) copy.setAttribute(name, style.getPropertyValue(name));
  copy.removeAttribute("class");
  for (const child of element.childNodes) {
    copy.append(child instanceof Element ? flatten(child) : child.cloneNode(true));
  }
  return copy;
}

/** About as wide as a chart is drawn. */
const PICTURE = 640;

/** A canvas as a chart that a file can hold, which stands on the page for a moment: its words take their looks from there. @template T @param {HTMLCanvasElement} canvas @param {(picture: SVGElement) => T} make */
export function withPicture(canvas, make) {
  const scale = PICTURE / canvas.width;
  const size = { width: PICTURE, height: canvas.height * scale };
  const look = { "image-rendering": "pixelated", href: canvas.toDataURL("image/png") };
  const image = svg("image", { ...look, ...size });
  const box = { viewBox: `0 0 ${size.width} ${size.height}`, class: "chart" };
  const picture = svg("svg", box, image);
  canvas.after(picture);
  try {
    return make(picture);
  } finally {
    picture.remove();
  }
}

/** @param {Figure} figure @returns {Promise<Blob>} */
export async function toPng({ text, width, height }) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvasPng(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
function canvasPng(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error("The picture could not be made.")),
    );
  });
}
