// A mask, one weight one pixel. Rows are input positions, columns hidden units; a wide layer is cut
// into bands so that a pixel stays large enough to see.

import { paintOnResize } from "./paint.js";

/**
 * @typedef {object} Mask
 * @property {[number, number]} shape (units, inputs)
 * @property {Uint8Array} bytes 1 where the weight survives
 * @property {number[]} [order] which unit stands in each place
 */

const GAP = 4;

export class MaskChart {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Mask | null} */
    this.mask = null;
    this.job = () => this.render();
    paintOnResize(canvas.parentElement ?? canvas, this.job);
    document.addEventListener("themechange", () => this.render());
  }

  /** @param {Mask | null} mask */
  draw(mask) {
    if (mask?.bytes === this.mask?.bytes && mask?.order === this.mask?.order) return;
    this.mask = mask;
    this.render();
  }

  render() {
    const { canvas, mask } = this;
    canvas.hidden = mask === null;
    if (!mask) return;
    const [units] = mask.shape;
    const room = canvas.parentElement?.clientWidth ?? 300;
    const perBand = bandWidth(units, room);
    const image = imageOf(mask, perBand, colours(canvas));
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d")?.putImageData(image, 0, 0);
    // Whole device pixels a weight, or the pattern would show a grid that is not in the mask.
    const ratio = window.devicePixelRatio || 1;
    const scale = Math.max(1, Math.floor((room * ratio) / image.width)) / ratio;
    canvas.style.width = `${image.width * scale}px`;
    canvas.style.height = `${image.height * scale}px`;
  }
}

/**
 * Units a band: an even share, each weight at least 2.5 CSS pixels wide where that is possible.
 * @param {number} units
 * @param {number} room CSS pixels
 */
export function bandWidth(units, room) {
  const bands = Math.max(1, Math.ceil(units / Math.max(1, Math.floor(room / 2.5))));
  return Math.ceil(units / bands);
}

/** @param {HTMLElement} element @returns {{on: number[], off: number[]}} */
function colours(element) {
  const style = getComputedStyle(element);
  return { on: rgb(style.color), off: rgb(style.backgroundColor) };
}

/** @param {string} css "rgb(1, 2, 3)" */
function rgb(css) {
  return (css.match(/[\d.]+/g) ?? ["0", "0", "0"]).slice(0, 3).map(Number);
}

/**
 * @param {Mask} mask
 * @param {number} perBand
 * @param {{on: number[], off: number[]}} colour
 */
function imageOf(mask, perBand, { on, off }) {
  const [units, inputs] = mask.shape;
  const bands = Math.ceil(units / perBand);
  const image = new ImageData(perBand, bands * inputs + (bands - 1) * GAP);
  for (let place = 0; place < units; place++) {
    const unit = mask.order?.[place] ?? place;
    const top = Math.floor(place / perBand) * (inputs + GAP);
    for (let input = 0; input < inputs; input++) {
      const [r = 0, g = 0, b = 0] = mask.bytes[unit * inputs + input] ? on : off;
      const at = 4 * ((top + input) * perBand + (place % perBand));
      image.data.set([r, g, b, 255], at);
    }
  }
  return image;
}
