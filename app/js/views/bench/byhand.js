// Pruning by hand: what has been struck out of the first layer, stroke by stroke, and the tries that
// were trained. Pure, no page.

/** @typedef {"weight" | "input" | "unit"} Brush */

/** @typedef {{removed: number, sparsity: number, accuracy: number, ticket: number | null}} Try */

export class ByHand {
  /** @param {number} units @param {number} inputs */
  constructor(units, inputs) {
    this.units = units;
    this.inputs = inputs;
    /** 1 where the weight is left; (units, inputs), flat. */
    this.mask = new Uint8Array(units * inputs).fill(1);
    /** What each stroke took away. @type {number[][]} */
    this.strokes = [];
    /** @type {Try | null} */
    this.best = null;
  }

  get removed() {
    return this.mask.reduce((sum, kept) => sum + (kept ? 0 : 1), 0);
  }

  /** A new stroke begins. */
  begin() {
    this.strokes.push([]);
  }

  /**
   * Strikes out what lies under the brush; whatever the present stroke struck out is undone together.
   * @param {Brush} brush @param {{unit: number, input: number}} cell
   * @returns {boolean} whether anything was still there
   */
  strike(brush, { unit, input }) {
    const stroke = this.strokes.at(-1);
    if (!stroke) return false;
    const before = stroke.length;
    for (const index of this.under(brush, unit, input)) {
      if (!this.mask[index]) continue;
      this.mask[index] = 0;
      stroke.push(index);
    }
    return stroke.length > before;
  }

  /** @param {Brush} brush @param {number} unit @param {number} input @returns {number[]} */
  under(brush, unit, input) {
    const { units, inputs } = this;
    if (brush === "input") return Array.from({ length: units }, (_, u) => u * inputs + input);
    if (brush === "unit") return Array.from({ length: inputs }, (_, i) => unit * inputs + i);
    const cells = [];
    // A pointer is coarser than a weight.
    for (let u = Math.max(0, unit - 1); u <= Math.min(units - 1, unit + 1); u++) {
      for (let i = Math.max(0, input - 1); i <= Math.min(inputs - 1, input + 1); i++) {
        cells.push(u * inputs + i);
      }
    }
    return cells;
  }

  /** Takes back the last stroke. */
  takeBack() {
    for (const index of this.strokes.pop() ?? []) this.mask[index] = 1;
  }

  /** Takes back the last stroke that took anything. */
  undo() {
    const stroke = this.strokes.at(-1);
    this.takeBack();
    if (stroke && stroke.length === 0 && this.strokes.length > 0) this.undo();
  }

  /** The mask as bits, eight weights a byte, first weight in the highest bit (NumPy's packbits), in base64. */
  packed() {
    const bytes = new Uint8Array(Math.ceil(this.mask.length / 8));
    this.mask.forEach((kept, index) => {
      const byte = index >> 3;
      if (kept) bytes[byte] = (bytes[byte] ?? 0) | (128 >> (index & 7));
    });
    return btoa(String.fromCharCode(...bytes));
  }

  /** Remembers a try, if it is the best so far: by how far it is above the ticket of its size. @param {Try} attempt */
  remember(attempt) {
    const lead = (/** @type {Try} */ { accuracy, ticket }) => accuracy - (ticket ?? 0);
    if (!this.best || lead(attempt) > lead(this.best)) this.best = attempt;
  }
}
