// The visitor's changes outlive a reload: kept as they are made, put back when the view opens.

import { reasonOf } from "../../state/database.js";
import { allEdits, dropEdit, keepEdit } from "../../state/edits.js";
import { byId, setText } from "../shared/dom.js";

/** @typedef {import("./fileeditor.js").FileEditor} FileEditor */

/** Whoever types is not to wait for the storage. */
const PAUSE_MS = 400;

const DATE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
});

export class Keeping {
  /** @param {FileEditor} editor @param {(path: string) => boolean} isForeign whose text is not kept */
  constructor(editor, isForeign) {
    this.editor = editor;
    this.isForeign = isForeign;
    /** What is said of each file that was put back. @type {Map<string, string>} */
    this.notes = new Map();
    /** The texts that are stored. @type {Map<string, string>} */
    this.stored = new Map();
    /** Of a change that is yet to be kept; 0 if there is none. */
    this.timer = 0;
    this.failure = "";
  }

  /** Puts back what was kept. It is shown, and runs only when its button is pressed. */
  async restore() {
    try {
      for (const { path, text, base, at } of await allEdits()) {
        const original = this.editor.originals.get(path);
        if (original === undefined || original === text) continue;
        this.stored.set(path, text);
        this.editor.put(path, text);
        const other =
          base === original
            ? ""
            : " The page has another edition of this file since, so not all that differs is yours.";
        this.notes.set(path, `Your change from ${DATE.format(at)} is back.${other}`);
      }
    } catch (error) {
      this.failure = `A reload will forget your changes: ${reasonOf(error)}.`;
    }
    this.tell();
  }

  /** A text may have changed. */
  changed() {
    clearTimeout(this.timer);
    delete byId("code-editor").dataset.kept;
    this.timer = window.setTimeout(() => void this.keep(), PAUSE_MS);
    this.tell();
  }

  async keep() {
    this.timer = 0;
    const changed = this.editor.changed();
    try {
      for (const [path, text] of Object.entries(changed)) {
        if (this.isForeign(path) || this.stored.get(path) === text) continue;
        await keepEdit({ path, text, base: this.editor.original(path), at: Date.now() });
        this.stored.set(path, text);
        this.failure = "";
      }
      for (const path of [...this.stored.keys()].filter((path) => !(path in changed))) {
        await dropEdit(path);
        this.stored.delete(path);
        this.notes.delete(path);
      }
    } catch (error) {
      this.failure = `A reload will forget your changes: ${reasonOf(error)}.`;
    }
    if (this.timer === 0) byId("code-editor").dataset.kept = [...this.stored.keys()].join(" ");
    this.tell();
  }

  tell() {
    const { path } = this.editor;
    const note = path in this.editor.changed() ? (this.notes.get(path) ?? "") : "";
    setText(byId("code-kept"), [note, this.failure].filter(Boolean).join(" "));
  }
}
