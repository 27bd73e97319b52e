// A layer's weights as a picture, one cell a weight: rows are input positions from top to bottom, as
// in the signals, columns are units. Colour is the value, and what is pruned is dark.

/**
 * @typedef {object} Weights
 * @property {number} units
 * @property {number} inputs
 * @property {ArrayLike<number>} values (units, inputs), flat
 * @property {ArrayLike<number>} mask the same shape, 1 where the weight is there
 */

/** Cells of the picture that a point lies in. @typedef {{unit: number, input: number}} Cell */

export class WeightsChart {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Weights | null} */
    this.weights = null;
    document.addEventListener("themechange", () => this.render());
  }

  /** @param {Weights | null} weights */
  draw(weights) {
    this.weights = weights;
    this.render();
  }

  render() {
    const { canvas, weights } = this;
    const context = canvas.getContext("2d");
    if (!weights || !context) return;
    if (canvas.width !== weights.units || canvas.height !== weights.inputs) {
      canvas.width = weights.units;
      canvas.height = weights.inputs;
    }
    context.putImageData(paint(weights, palette(canvas)), 0, 0);
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

/** @typedef {[number, number, number]} Rgb */

/** @param {Element} element @returns {{plus: Rgb, minus: Rgb, zero: Rgb, cut: Rgb}} */
function palette(element) {
  const style = getComputedStyle(element);
  const colour = (/** @type {string} */ name) => hex(style.getPropertyValue(`--weight-${name}`));
  return {
    plus: colour("plus"),
    minus: colour("minus"),
    zero: colour("zero"),
    cut: colour("cut"),
  };
}

/** @param {string} text "#rrggbb" @returns {Rgb} */
function hex(text) {
  const value = Number.parseInt(text.trim().slice(1), 16) || 0;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The size of weight that has full colour: few are larger. @param {ArrayLike<number>} values @param {ArrayLike<number>} mask */
export function reach(values, mask) {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (!mask[i]) continue;
    sum += (values[i] ?? 0) ** 2;
    count += 1;
  }
  return 2 * Math.sqrt(sum / Math.max(1, count)) || 1;
}

/** @param {Weights} weights @param {{plus: Rgb, minus: Rgb, zero: Rgb, cut: Rgb}} colours */
function paint({ units, inputs, values, mask }, { plus, minus, zero, cut }) {
  const image = new ImageData(units, inputs);
  const full = reach(values, mask);
  for (let unit = 0; unit < units; unit++) {
    for (let input = 0; input < inputs; input++) {
      const index = unit * inputs + input;
      const value = values[index] ?? 0;
      const share = Math.min(1, Math.abs(value) / full);
      const far = value < 0 ? minus : plus;
      const at = 4 * (input * units + unit);
      for (let c = 0; c < 3; c++) {
        const from = zero[c] ?? 0;
        image.data[at + c] = mask[index] ? from + share * ((far[c] ?? 0) - from) : (cut[c] ?? 0);
      }
      image.data[at + 3] = 255;
    }
  }
  return image;
}
