// Records and their arrays: base64 to bytes and back, tables to CSV.

/** @typedef {import("../pool/protocol.js").PlainArray} PlainArray */
/** @typedef {import("../pool/protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("../pool/protocol.js").Row} Row */

/** @param {PlainArray} plain @returns {ArrayValue} */
export function decodeArray({ shape, dtype, data }) {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  // A loop: Uint8Array.from with a callback takes several times as long.
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return { shape, dtype, bytes };
}

/** @param {Record<string, PlainArray>} arrays @returns {Record<string, ArrayValue>} */
export function decodeArrays(arrays) {
  return Object.fromEntries(Object.entries(arrays).map(([name, a]) => [name, decodeArray(a)]));
}

/** @param {ArrayValue} array @returns {PlainArray} */
export function encodeArray({ shape, dtype, bytes }) {
  let text = "";
  // In pieces: an argument list has a limit.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return { shape, dtype, data: btoa(text) };
}

const NUMBER_TYPES = {
  int64: BigInt64Array,
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
};

/** The numbers of an array, flat, in C order. @param {ArrayValue} array @returns {number[]} */
export function numbers({ dtype, bytes }) {
  const Type = NUMBER_TYPES[/** @type {keyof typeof NUMBER_TYPES} */ (dtype)];
  if (!Type) throw new Error(`Arrays of ${dtype} are not known here.`);
  // A copy: a typed array must begin at a multiple of its item's size.
  return Array.from(new Type(bytes.slice().buffer), Number);
}

/** @param {unknown} value */
function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV, with every column that any row has. @param {Row[]} rows */
export function toCsv(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(","));
  return `${[columns.map(cell).join(","), ...lines].join("\n")}\n`;
}
