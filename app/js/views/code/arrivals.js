// A file from elsewhere that takes the place of one of the package's: it is shown, and waits for a
// yes each time it comes.

import { allow, isFramed, withdraw } from "../../state/consent.js";
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

  /** Shows a file in the place of the one that is shown. @param {File} file */
  async take(file) {
    const failure = byId("code-failure");
    const { path } = this.editor;
    failure.hidden = file.size <= MOST_BYTES;
    if (!failure.hidden) return setText(failure, `${file.name} is too long for a file of Python.`);
    const text = (await file.text()).replace(/\r\n?/g, "\n");
    const before = this.waiting.get(path)?.before ?? this.editor.text(path);
    withdraw(text);
    this.waiting.set(path, { name: file.name, before });
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
