// What a layer's weights look like, a pixel a weight, rows of input positions and columns of units:
// a mask, or the values themselves.

import { paintOnResize } from "./paint.js";

/**
 * @typedef {object} Mask
 * @property {[number, number]} shape (units, inputs)
 * @property {Uint8Array} bytes 1 where the weight survives
 * @property {number[]} [order] which unit stands in each place
 */

/**
 * @typedef {object} Weights
 * @property {number} units
 * @property {number} inputs
 * @property {ArrayLike<number>} values (units, inputs), flat
 * @property {ArrayLike<number>} mask the same shape, 1 where the weight is there
 */

/** Cells of the picture that a point lies in. @typedef {{unit: number, input: number}} Cell */
/** @typedef {number[]} Colour red, green, blue and 255 */

const GAP = 4;

/** A mask. A wide layer is cut into bands, so that a weight stays large enough to see. */
export class MaskChart {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Mask | null} */
    this.mask = null;
    paintOnResize(canvas.parentElement ?? canvas, () => this.render());
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
    const room = canvas.parentElement?.clientWidth ?? 300;
    paintMask(canvas, mask, bandWidth(mask.shape[0], room));
    // Whole device pixels a weight, or the pattern would show a grid that is not in the mask.
    const ratio = window.devicePixelRatio || 1;
    const scale = Math.max(1, Math.floor((room * ratio) / canvas.width)) / ratio;
    canvas.style.width = `${canvas.width * scale}px`;
    canvas.style.height = `${canvas.height * scale}px`;
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

/** @param {HTMLCanvasElement} canvas @param {Mask} mask @param {number} perBand */
function paintMask(canvas, { shape: [units, inputs], bytes, order }, perBand) {
  const { color, backgroundColor } = getComputedStyle(canvas);
  const [on, off] = [color, backgroundColor].map(rgb);
  const bands = Math.ceil(units / perBand);
  paintCells(canvas, perBand, bands * (inputs + GAP) - GAP, (x, y) => {
    const input = y % (inputs + GAP);
    const place = x + perBand * Math.floor(y / (inputs + GAP));
    if (input >= inputs || place >= units) return undefined;
    return bytes[(order?.[place] ?? place) * inputs + input] ? on : off;
  });
}

/** Weights: colour is the value, and what is pruned is dark. */
export class WeightsChart {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Weights | null} */
    this.weights = null;
    document.addEventListener("themechange", () => this.draw(this.weights));
  }

  /** @param {Weights | null} weights */
  draw(weights) {
    this.weights = weights;
    if (weights) paintWeights(this.canvas, weights);
  }

  /** @param {number} x pointer position in the window @param {number} y @returns {Cell | null} */
  cellAt(x, y) {
    const { weights } = this;
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    if (!weights || width === 0) return null;
    const unit = Math.floor(((x - left) / width) * weights.units);
    const input = Math.floor(((y - top) / height) * weights.inputs);
    const inside = unit >= 0 && unit < weights.units && input >= 0 && input < weights.inputs;
    return inside ? { unit, input } : null;
  }
}

/** @param {HTMLCanvasElement} canvas @param {Weights} weights */
function paintWeights(canvas, { units, inputs, values, mask }) {
  const style = getComputedStyle(canvas);
  const [plus = [], minus = [], zero = [], cut] = ["plus", "minus", "zero", "cut"].map((name) =>
    rgb(style.getPropertyValue(`--weight-${name}`)),
  );
  const full = reach(values, mask);
  paintCells(canvas, units, inputs, (unit, input) => {
    const index = unit * inputs + input;
    if (!mask[index]) return cut;
    const value = values[index] ?? 0;
    const share = Math.min(1, Math.abs(value) / full);
    const far = value < 0 ? minus : plus;
    return zero.map((from, c) => from + share * ((far[c] ?? 0) - from));
  });
}

/** The size of weight that has full colour: few are larger. @param {ArrayLike<number>} values @param {ArrayLike<number>} mask */
function reach(values, mask) {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (!mask[i]) continue;
    sum += (values[i] ?? 0) ** 2;
    count += 1;
  }
  return 2 * Math.sqrt(sum / Math.max(1, count)) || 1;
}

/** @param {string} css "#rrggbb", or as computed: "rgb(1, 2, 3)" @returns {Colour} */
function rgb(css) {
  const hex = css.includes("#");
  const parts = css.match(hex ? /[\da-f]{2}/gi : /\d+/g) ?? [];
  return [...parts.slice(0, 3).map((part) => Number.parseInt(part, hex ? 16 : 10)), 255];
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {(x: number, y: number) => Colour | undefined} colourAt nothing where no weight is */
function paintCells(canvas, width, height, colourAt) {
  const image = new ImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    image.data.set(colourAt(at % width, Math.floor(at / width)) ?? [], 4 * at);
  }
  // Setting a size empties the canvas, which would be seen.
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}
