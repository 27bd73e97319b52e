// What was typed before, gone through by arrow keys. Pure.

export class History {
  constructor() {
    /** @type {string[]} */
    this.texts = [];
    /** Which is shown; behind the last one, what is being written. */
    this.at = 0;
    this.draft = "";
  }

  /** @param {string} text */
  add(text) {
    if (this.texts.at(-1) !== text) this.texts.push(text);
    this.at = this.texts.length;
    this.draft = "";
  }

  /**
   * @param {1 | -1} by later or earlier
   * @param {string} present what stands in the field
   * @returns {string | null} what is to stand there; null at either end
   */
  step(by, present) {
    const next = this.at + by;
    if (next < 0 || next > this.texts.length) return null;
    if (this.at === this.texts.length) this.draft = present;
    this.at = next;
    return this.texts[next] ?? this.draft;
  }
}
