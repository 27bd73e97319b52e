// A figure as a file: SVG with its styles resolved, title, legend and caption inside; PNG from it.

import { markPath, svg } from "./svg.js";

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
];

/** @typedef {{id: string, label: string, mark: import("./svg.js").Mark, open?: boolean}} LegendEntry */
/** @typedef {{title: string, caption: string, legend: LegendEntry[]}} Labels */

const TITLE = 38;
const LINE = 18;
const FOOT = 34;

/**
 * @param {SVGElement} source a chart on the page
 * @param {Labels} labels
 * @returns {{text: string, width: number, height: number}}
 */
export function toSvg(source, labels) {
  const [, , width = 600, chartHeight = 400] = (source.getAttribute("viewBox") ?? "")
    .split(" ")
    .map(Number);
  const legend = drawLegend(labels.legend, width, TITLE + 4);
  const head = TITLE + legend.height;
  const height = chartHeight + head + FOOT;
  const frame = svg("g", { class: "figure-export" });
  const body = svg(
    "g",
    { transform: `translate(0 ${head})` },
    ...[...source.childNodes].map((node) => node.cloneNode(true)),
  );
  frame.append(
    svg("rect", { class: "paper", width, height }),
    svg("text", { class: "rowlabel", x: 12, y: 22 }, labels.title),
    ...legend.items,
    body,
    svg("text", { class: "tick", x: 12, y: height - 12 }, labels.caption),
  );
  // Styles resolve only for elements in the document, so the copy stands in the original for a moment.
  source.append(frame);
  const flat = flatten(frame);
  frame.remove();
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height }, flat);
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/**
 * Several pictures as one, since a browser may refuse the second file of one click.
 * @param {{text: string, width: number, height: number}[]} figures
 */
export function stacked(figures) {
  const [only] = figures;
  if (only && figures.length === 1) return only;
  const width = Math.max(...figures.map((figure) => figure.width));
  let height = 0;
  const parts = figures.map((figure) => {
    const part = figure.text.replace("<svg ", `<svg y="${height}" `);
    height += figure.height;
    return part;
  });
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${parts.join("")}</svg>`;
  return { text, width, height };
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

/** @param {{text: string, width: number, height: number}} figure @returns {Promise<Blob>} */
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
export function canvasPng(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error("The picture could not be made.")),
    );
  });
}
