// A record in pieces. A large one (the paper preset's has 24 MB) would hold the page for most of a
// second if it came as one object or as one text to be parsed; each piece takes a few milliseconds.

/** @typedef {import("./protocol.js").RunRecord} RunRecord */
/** @typedef {import("./protocol.js").PlainArray} PlainArray */
/** @typedef {Partial<RunRecord>} Piece what it holds of a record; rows and arrays are added to those before */

const ROWS_A_PIECE = 500;
const CHARACTERS_A_PIECE = 1_000_000;
const ARRAYS_A_PIECE = 200;

/** @param {RunRecord} record @returns {Generator<Piece>} */
export function* toPieces(record) {
  const { rows, arrays, ...head } = record;
  yield head;
  for (let at = 0; at < rows.length; at += ROWS_A_PIECE) {
    yield { rows: rows.slice(at, at + ROWS_A_PIECE) };
  }
  /** @type {[string, PlainArray][]} */
  let held = [];
  let characters = 0;
  for (const [name, array] of Object.entries(arrays)) {
    held.push([name, array]);
    characters += array.data.length;
    if (characters < CHARACTERS_A_PIECE && held.length < ARRAYS_A_PIECE) continue;
    yield { arrays: Object.fromEntries(held) };
    held = [];
    characters = 0;
  }
  yield { arrays: Object.fromEntries(held) };
}

/** The record again. @param {Piece[]} pieces @returns {RunRecord} */
export function fromPieces(pieces) {
  /** @type {Pick<RunRecord, "rows" | "arrays">} */
  const measured = { rows: [], arrays: {} };
  const head = {};
  for (const { rows = [], arrays = {}, ...rest } of pieces) {
    Object.assign(head, rest);
    measured.rows.push(...rows);
    Object.assign(measured.arrays, arrays);
  }
  return /** @type {RunRecord} */ ({ ...head, ...measured });
}
