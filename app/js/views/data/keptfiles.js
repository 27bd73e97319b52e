// The files that were used before and are still in this browser: brought back where the settings name
// one, else offered by name.

import { reasonOf } from "../../state/database.js";
import * as datafiles from "../../state/datafiles.js";
import { byId, make } from "../shared/dom.js";
import { count, moment } from "../shared/format.js";

/** @typedef {import("./files.js").Packed} Packed */
/** @typedef {datafiles.KeptFile} KeptFile */

/** More would be a list to search in. */
const SHOWN = 5;

export class KeptFiles {
  /**
   * @param {(packed: Packed, reading: string) => Promise<void>} use
   * @param {(message: string) => void} tell
   */
  constructor(use, tell) {
    this.use = use;
    this.tell = tell;
    this.list = byId("own-kept");
    void this.show();
  }

  /** A file that is kept, as it was chosen; null where there is none of this name. @param {string} name @returns {Promise<Packed | null>} */
  async find(name) {
    const found = await datafiles.fileOf(name).catch(() => null);
    if (!found) return null;
    const { file, bytes } = found;
    return { name, shown: file.shown, files: { content: new Blob([bytes]), parts: file.parts } };
  }

  /** Keeps what has come into use. @param {Packed} packed @param {string} reading */
  async keep({ name, shown, files: { content, parts } }, reading) {
    try {
      const bytes = new Uint8Array(await content.arrayBuffer());
      const file = { name, shown, reading, parts, size: bytes.length, at: Date.now() };
      await datafiles.keepFile(file, bytes);
    } catch (error) {
      this.tell(`It is in use but not kept for later: ${reasonOf(error)}.`);
    }
    await this.show();
  }

  async show() {
    // Without storage there is nothing to offer.
    const files = await datafiles.allFiles().catch(() => []);
    this.list.hidden = files.length === 0;
    this.list.replaceChildren(...files.slice(0, SHOWN).map((file) => this.item(file)));
  }

  /** @param {KeptFile} file */
  item(file) {
    const { name, shown, size, at } = file;
    const use = make("button", "Use again", { type: "button", class: "textbutton" });
    use.setAttribute("aria-label", `Use ${shown} again`);
    use.addEventListener("click", () => void this.bringBack(file));
    const drop = make("button", "Forget", { type: "button", class: "textbutton" });
    drop.setAttribute("aria-label", `Forget ${shown}`);
    drop.addEventListener("click", async () => {
      await datafiles.dropFile(name).catch((error) => this.tell(`It is kept: ${reasonOf(error)}.`));
      await this.show();
    });
    const kilobytes = count(Math.ceil(size / 1000));
    const item = make("li", `${shown}, ${kilobytes} kB, last used ${moment(at, "day")} `);
    item.append(use, " ", drop);
    return item;
  }

  /** @param {KeptFile} file */
  async bringBack({ name, shown, reading }) {
    try {
      const packed = await this.find(name);
      if (!packed) throw new Error(`${shown} is not kept any more`);
      await this.use(packed, reading);
    } catch (error) {
      this.tell(`${reasonOf(error)}. What was in use stays.`);
    }
  }
}
