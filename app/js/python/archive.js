// Reads an archive whose members are stored, not deflated, as the build makes them for a quick
// start: to hand out parts of its bytes takes no time, while Python's own zipfile would first be
// imported, and then copy each file through several layers.

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
const STORED = 0;

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @typedef {{name: string, bytes: Bytes, stored: boolean}} Member its bytes as they lie there */

/**
 * @param {ArrayBuffer} buffer a zip archive
 * @returns {Member[] | null} null where a member is compressed
 */
export function storedMembers(buffer) {
  const members = membersOf(buffer);
  return members.every(({ stored }) => stored) ? members : null;
}

/** @param {ArrayBuffer} buffer a zip archive without a comment (PKWARE, APPNOTE 4.3) @returns {Member[]} */
export function membersOf(buffer) {
  const view = new DataView(buffer);
  const end = buffer.byteLength - END_BYTES;
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY) {
    throw new Error("An archive of the runtime is damaged.");
  }
  const members = [];
  const decoder = new TextDecoder();
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const stored = view.getUint16(entry + 10, true) === STORED;
    const size = view.getUint32(entry + 20, true);
    const header = view.getUint32(entry + 42, true);
    const nameBytes = view.getUint16(entry + 28, true);
    const name = decoder.decode(new Uint8Array(buffer, entry + ENTRY_BYTES, nameBytes));
    // The lengths may differ between a member's own header and its entry in the directory.
    const start =
      header + HEADER_BYTES + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    if (!name.endsWith("/")) {
      members.push({ name, bytes: new Uint8Array(buffer, start, size), stored });
    }
    entry +=
      ENTRY_BYTES + nameBytes + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return members;
}
