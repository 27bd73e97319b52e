// Many arrays' bytes as one: a message is copied array by array, and two thousand small ones take
// three times as long as one of their size.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{bytes: Bytes, sizes: number[]}} Packed */

/** @param {Bytes[]} arrays @returns {Packed} */
export function pack(arrays) {
  const sizes = arrays.map((array) => array.length);
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const array of arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  return { bytes, sizes };
}

/** The arrays again, as views. @param {Packed} packed @returns {Bytes[]} */
export function unpack({ bytes, sizes }) {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return bytes.subarray(at - size, at);
  });
}
