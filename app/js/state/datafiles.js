// Data files that the visitor has used, so that a reload still has them: what is said of each, and its
// bytes, under the name that the settings have for it (which is of its content: views/data/files.js).

import { within } from "./database.js";
import { toMakeRoom } from "./keptruns.js";
import { isTime } from "./wholesaved.js";

/**
 * @typedef {object} KeptFile
 * @property {string} name what `data_file` takes
 * @property {string} shown what the visitor calls it
 * @property {string} reading how it was read when it was last used
 * @property {{name: string, size: number}[]} parts the files that make it, in the order of the bytes
 * @property {number} size bytes
 * @property {number} at when it was last used, in milliseconds since 1970
 */

/** What all of them may take together; past it those go that were used longest ago. */
export const ROOM_BYTES = 200_000_000;

/** Storage may be damaged, or written by something else. @param {KeptFile} file */
export function isWholeFile(file) {
  const texts = [file?.name, file?.shown, file?.reading];
  return (
    texts.every((text) => typeof text === "string") &&
    Array.isArray(file.parts) &&
    file.parts.every((part) => typeof part?.name === "string" && Number.isFinite(part.size)) &&
    Number.isFinite(file.size) &&
    isTime(file.at)
  );
}

/** The one used last first. @returns {Promise<KeptFile[]>} */
export async function allFiles() {
  const files = await within("readonly", (transaction) =>
    transaction.objectStore("files").getAll(),
  );
  return files.filter(isWholeFile).sort((a, b) => b.at - a.at);
}

/** @param {string} name @returns {Promise<{file: KeptFile, bytes: Uint8Array<ArrayBuffer>} | null>} */
export async function fileOf(name) {
  const [file, bytes] = await within("readonly", (transaction) =>
    Promise.all([
      transaction.objectStore("files").get(name),
      transaction.objectStore("contents").get(name),
    ]),
  );
  return file && bytes && isWholeFile(file) ? { file, bytes } : null;
}

/**
 * @param {KeptFile} file @param {Uint8Array<ArrayBuffer>} bytes @param {number} [room] bytes
 * @throws {Error} where it alone is too large, or the storage refuses
 */
export async function keepFile(file, bytes, room = ROOM_BYTES) {
  await within("readwrite", async (transaction) => {
    const [files, contents] = [
      transaction.objectStore("files"),
      transaction.objectStore("contents"),
    ];
    const all = (await files.getAll()).filter(isWholeFile);
    const others = all.filter(({ name }) => name !== file.name);
    const leaving = toMakeRoom(
      others.map((other) => ({ ...other, pinned: false })),
      room - file.size,
    );
    await Promise.all([
      ...leaving.flatMap(({ name }) => [files.delete(name), contents.delete(name)]),
      files.put(file, file.name),
      contents.put(bytes, file.name),
    ]);
  });
}

/** @param {string} name */
export async function dropFile(name) {
  await within("readwrite", (transaction) =>
    Promise.all([
      transaction.objectStore("files").delete(name),
      transaction.objectStore("contents").delete(name),
    ]),
  );
}
