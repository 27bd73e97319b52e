// A link that carries the changed file that is shown. Whoever opens it is asked before it runs.

import { withFile } from "../../state/permalink.js";
import { LONGEST_PACKED, packText } from "../../state/textlink.js";
import { byId, setText } from "../shared/dom.js";
import { count } from "../shared/format.js";

/** @typedef {import("./fileeditor.js").FileEditor} FileEditor */

export class Links {
  /** @param {{permalink: () => string}} page @param {FileEditor} editor */
  constructor(page, editor) {
    this.page = page;
    this.editor = editor;
    byId("code-link").addEventListener("click", () => void this.copy());
  }

  /** @param {string} text */
  say(text) {
    setText(byId("code-link-state"), text);
  }

  async copy() {
    const { path } = this.editor;
    if (!(path in this.editor.changed())) {
      return this.say(`${path} is as everybody has it: change it first.`);
    }
    const packed = await packText(this.editor.text(path));
    if (packed.length > LONGEST_PACKED) {
      return this.say(
        `${path} is too long for a link: packed it takes ${count(packed.length)} characters, of at most ${count(LONGEST_PACKED)}. Save it as a file and send that.`,
      );
    }
    const url = new URL(this.page.permalink());
    url.hash = withFile(url.hash, { path, packed });
    try {
      await navigator.clipboard.writeText(url.href);
      this.say("Copied. Whoever opens the link is asked before the file runs.");
    } catch {
      this.say(url.href);
    }
  }
}
