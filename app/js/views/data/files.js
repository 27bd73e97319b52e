// A visitor's files on their way to the workers: named after their content, so that no two differ
// under one name and the same files loaded again are the same data.

import { rememberNames } from "../shared/classnames.js";

/** @typedef {import("../../pool/protocol.js").DataDescription} DataDescription */
/** @typedef {import("../../pool/protocol.js").DataFiles} DataFiles */
/** @typedef {import("../../pool/protocol.js").Look} Look */
/** @typedef {DataDescription & {file: string, reading: string}} KnownFile `file` is its name on the visitor's disk */
/** @typedef {{name: string, shown: string, files: DataFiles}} Packed `name` is what `data_file` takes, `shown` what the visitor calls it */

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
  /** @param {import("../../start/runtime.js").Runtime} runtime @param {number} limit bytes */
  constructor(runtime, limit) {
    this.runtime = runtime;
    this.limit = limit;
    /** @type {Map<string, KnownFile>} */
    this.known = new Map();
  }

  /**
   * Files that make one set, as they are now: on disk they may change or go.
   * @param {File[]} chosen
   * @returns {Promise<Packed>}
   */
  async pack(chosen) {
    const shown = chosen.map((file) => file.name).join(" + ");
    this.check(
      shown,
      chosen.reduce((sum, file) => sum + file.size, 0),
    );
    const content = new Blob(await Promise.all(chosen.map((file) => file.arrayBuffer())));
    const name = await contentName(chosen[0]?.name ?? "", await content.arrayBuffer());
    const parts = chosen.map((file) => ({ name: file.name, size: file.size }));
    return { name, shown, files: { content, parts } };
  }

  /** What is understood of them; they are not kept. @param {Packed} packed @param {string} reading @returns {Promise<Look>} */
  async look({ files }, reading) {
    const pool = await this.runtime.ready;
    const call = /** @type {const} */ ({ name: "lookAt", files, reading });
    return JSON.parse(await (this.runtime.pool ?? pool).call(call));
  }

  /** Hands them to all workers. @param {Packed} packed @param {string} reading */
  async load({ name, shown, files }, reading) {
    const pool = await this.runtime.ready;
    const text = await (this.runtime.pool ?? pool).addFile(name, files, reading);
    const described = /** @type {DataDescription} */ (JSON.parse(text));
    rememberNames({ data_file: name, data_reading: reading }, described.class_names);
    this.known.set(name, { ...described, file: shown, reading });
  }

  /** Whether it was read in this very way. @param {string} name @param {string} reading */
  has(name, reading) {
    return this.runtime.files.has(name) && this.known.get(name)?.reading === reading;
  }

  /** One that was loaded before, as it was chosen. @param {string} name @returns {Packed | null} */
  again(name) {
    const [call, known] = [this.runtime.files.get(name), this.known.get(name)];
    return call && known ? { name, shown: known.file, files: call.files } : null;
  }

  /** @param {string} shown @param {number} size bytes */
  check(shown, size) {
    const megabytes = Math.round(this.limit / 1e6);
    if (size > this.limit) {
      throw new Error(
        `${shown} has ${Math.ceil(size / 1e6)} MB; at most ${megabytes} MB are read.`,
      );
    }
  }
}
