// A text small enough to travel in an address: deflated with its checksum, in the alphabet that addresses leave as it is.

/** Of an address, whose other half is for settings; the package's longest file takes less. */
export const LONGEST_PACKED = 8000;

/** @param {string} text @returns {Promise<string>} of A to Z, a to z, 0 to 9, - and _ */
export async function packText(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const plain = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * @param {string} packed @param {number} most bytes of the text: a few characters may stand for many
 * @returns {Promise<string>}
 * @throws {Error} where it is nothing that `packText` gives
 */
export async function unpackText(packed, most) {
  const bytes = bytesOf(packed);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const parts = [];
  let size = 0;
  for (let part = await next(reader); part; part = await next(reader)) {
    size += part.length;
    if (size > most) {
      await reader.cancel();
      throw new Error(`it is longer than ${most.toLocaleString("en")} bytes`);
    }
    parts.push(part);
  }
  return new Blob(parts).text();
}

/** @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader */
async function next(reader) {
  try {
    return (await reader.read()).value;
  } catch {
    throw new Error("it is damaged");
  }
}

/** @param {string} packed */
function bytesOf(packed) {
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw new Error("it is damaged");
  }
}
