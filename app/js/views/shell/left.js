// How each entry of the history was left. An address follows its settings a little later (history.js),
// and a reload or another link may come in between: what the address has not said, this has. Nor does
// Chromium always hand a page that is reloaded right after an entry was made that entry's own state.

import { keepText, readText } from "../../state/storage.js";

/** @typedef {import("./navigation.js").Entry} Entry */

const KEY = "mnist1d-lab.left";

/** Entries further back are as their addresses say. */
const MOST = 50;

export class LeftEntries {
  constructor() {
    const { hashes, last } = stored();
    /** The hash by entry, the one used last at the end. @type {Map<number, string>} */
    this.hashes = hashes;
    /** The entry that the tab was left at. */
    this.last = last;
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

  /** For the page after a reload. @param {Entry} last the entry that is left */
  save(last) {
    keepText("tab", KEY, JSON.stringify({ last, hashes: [...this.hashes] }));
  }
}

/** @returns {{hashes: Map<number, string>, last: Entry | null}} */
function stored() {
  try {
    /** @type {{hashes: [number, string][], last: Entry | null}} */
    const { hashes, last } = JSON.parse(readText("tab", KEY) ?? "");
    const pairs = hashes.filter(([, hash]) => typeof hash === "string");
    return { hashes: new Map(pairs), last: last?.link && last.entry ? last : null };
  } catch {
    return { hashes: new Map(), last: null }; // there is nothing, or what is not ours
  }
}
