// A file from elsewhere, opened or by a link, that takes the place of one of the package's: it is shown, and waits for a
// yes each time it comes.

import { allow, isFramed, withdraw } from "../../state/consent.js";
import { shortened } from "../../state/quote.js";
import { unpackText } from "../../state/textlink.js";
import { byId, find, setText } from "../shared/dom.js";

/** @typedef {import("./fileeditor.js").FileEditor} FileEditor */

/** No file of the package has a tenth of it. */
const MOST_BYTES = 500_000;

export class Arrivals {
  /** @param {FileEditor} editor @param {() => void} onChange what waits has changed */
  constructor(editor, onChange) {
    this.editor = editor;
    this.onChange = onChange;
    /** What waits for a yes: the file's name, and the text before it. @type {Map<string, {name: string, before: string}>} */
    this.waiting = new Map();
    const input = find("#code-input", HTMLInputElement);
    byId("code-open").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      input.value = "";
      if (file) void this.take(file);
    });
    byId("code-allow").addEventListener("click", () => this.allow());
    byId("code-refuse").addEventListener("click", () => this.refuse());
    byId("code-allow").hidden = isFramed();
  }

  /** @param {string} path */
  isForeign(path) {
    return this.waiting.has(path);
  }

  /** @param {string} text of what could not be taken, or "" */
  fail(text) {
    const failure = byId("code-failure");
    failure.hidden = text === "";
    setText(failure, text);
  }

  /** Shows a file in the place of the one that is shown. @param {File} file */
  async take(file) {
    const { path } = this.editor;
    if (file.size > MOST_BYTES) return this.fail(`${file.name} is too long for a file of Python.`);
    this.put(path, file.name, await file.text());
  }

  /** Shows what a link carries. @param {import("../../state/permalink.js").LinkedFile} file */
  async takeLinked({ path, packed }) {
    if (!this.editor.originals.has(path)) {
      return this.fail(`This link brings ${shortened(path)}, which the package does not have.`);
    }
    try {
      this.put(path, "A file that came with the link", await unpackText(packed, MOST_BYTES));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.fail(`The link’s ${path} cannot be shown: ${why}.`);
    }
  }

  /** Puts a text where it waits for a yes. @param {string} path @param {string} name of where it came from @param {string} arrived */
  put(path, name, arrived) {
    const text = arrived.replace(/\r\n?/g, "\n");
    this.fail("");
    const before = this.waiting.get(path)?.before ?? this.editor.text(path);
    withdraw(text);
    this.waiting.set(path, { name, before });
    this.editor.replace(path, text);
    this.show();
    this.onChange();
  }

  /** Whoever has changed a stranger's text has not thereby read all of it: the yes is to all of it. */
  allow() {
    const { path } = this.editor;
    allow(this.editor.text(path));
    this.waiting.delete(path);
    this.show();
    this.onChange();
    this.editor.view.focus();
  }

  refuse() {
    const { path } = this.editor;
    const { before } = this.waiting.get(path) ?? {};
    this.waiting.delete(path);
    if (before !== undefined) this.editor.replace(path, before);
    this.show();
    this.onChange();
    this.editor.view.focus();
  }

  show() {
    const { path } = this.editor;
    const here = this.waiting.get(path);
    byId("code-ask").hidden = here === undefined;
    if (!here) return;
    const rest = isFramed()
      ? "Inside another page it never runs."
      : "It has not been run, and will not be unless you allow it. Read it first.";
    setText(byId("code-ask-text"), `${here.name} stands in the place of ${path}. ${rest}`);
  }
}
