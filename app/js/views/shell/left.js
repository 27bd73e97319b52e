// How each entry of the history was left. An address follows its settings a little later (history.js),
// and a reload or another link may come in between: what the address has not said, this has.

import { keepText, readText } from "../../state/storage.js";

const KEY = "mnist1d-lab.left";

/** Entries further back are as their addresses say. */
const MOST = 50;

export class LeftEntries {
  constructor() {
    /** The hash by entry, the one used last at the end. @type {Map<number, string>} */
    this.hashes = stored();
  }

  /** @param {number} entry @param {string} hash of all settings, as permalink.js writes it */
  keep(entry, hash) {
    this.hashes.delete(entry);
    this.hashes.set(entry, hash);
    for (const old of this.hashes.keys()) {
      if (this.hashes.size <= MOST) break;
      this.hashes.delete(old);
    }
  }

  /** What an entry of ours says of the settings: all of them, also where its address is empty. @param {number} entry @param {string} hash */
  of(entry, hash) {
    return (this.hashes.get(entry) ?? hash) || "#/";
  }

  /** For the page after a reload. */
  save() {
    keepText("tab", KEY, JSON.stringify([...this.hashes]));
  }
}

/** @returns {Map<number, string>} */
function stored() {
  try {
    /** @type {[number, string][]} */
    const pairs = JSON.parse(readText("tab", KEY) ?? "[]");
    return new Map(pairs.filter(([, hash]) => typeof hash === "string"));
  } catch {
    return new Map(); // it holds what is not ours
  }
}
