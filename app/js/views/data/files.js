// A visitor's file on its way to the workers: named after its content, so that no two differ under
// one name and the same file loaded again is the same data.

/** @typedef {import("../../protocol.js").DataDescription} DataDescription */
/** @typedef {DataDescription & {file: string}} KnownFile `file` is its name on the visitor's disk */

/**
 * "mine.npz" becomes "mine-1a2b3c4d.npz".
 * @param {string} name
 * @param {ArrayBuffer} content
 */
export async function contentName(name, content) {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  return `${stem.slice(0, 100)}-${await fingerprint(content)}${ending.toLowerCase()}`;
}

/** Eight hexadecimal digits of the content's hash. @param {ArrayBuffer} content */
async function fingerprint(content) {
  // Without a secure connection a browser has no digest; time and size then tell files apart.
  if (!globalThis.crypto?.subtle) return `${content.byteLength.toString(16)}-${Date.now()}`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Shelf {
  /** @param {import("../../runtime.js").Runtime} runtime @param {number} limit bytes */
  constructor(runtime, limit) {
    this.runtime = runtime;
    this.limit = limit;
    /** @type {Map<string, KnownFile>} */
    this.known = new Map();
  }

  /**
   * Hands the file to all workers; throws an error that says what is wrong with it.
   * @param {File} file
   * @returns {Promise<string>} the name that `data_file` takes
   */
  async load(file) {
    this.check(file);
    const pool = await this.runtime.ready;
    const content = await file.arrayBuffer();
    const name = await contentName(file.name, content);
    try {
      // A copy: the file on disk may change or go while workers come and go.
      const text = await (this.runtime.pool ?? pool).addFile(name, new Blob([content]));
      this.known.set(name, { ...JSON.parse(text), file: file.name });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const own = message.replace(/^data_file cannot be used: /, "").replaceAll(name, file.name);
      throw new Error(own);
    }
    return name;
  }

  /** @param {File} file */
  check(file) {
    const megabytes = Math.round(this.limit / 1e6);
    if (file.size > this.limit) {
      throw new Error(
        `${file.name} has ${Math.ceil(file.size / 1e6)} MB; at most ${megabytes} MB are read.`,
      );
    }
  }
}
