// The package's files in one editor, each with its own changes and its own way back to them.

import { createEditor, lineMarks } from "./editor.js";

/** @typedef {import("./editor.js").Library} Library */
/** @typedef {import("./editor.js").EditorView} EditorView */
/** @typedef {import("./sources.js").Lines} Lines */
/** @typedef {import("@codemirror/state").EditorState} EditorState */

/** Pixels above a line that is to be seen first. */
const MARGIN = 24;

const DESCRIPTION = "Tab indents. To leave by keyboard press Escape, then Tab.";

export class FileEditor {
  /**
   * @param {Library} library
   * @param {HTMLElement} host
   * @param {Map<string, string>} originals texts by path
   * @param {() => void} onChange a text has changed, or another file is shown
   * @param {(file: File) => void} onDrop a file is dropped on it
   */
  constructor(library, host, originals, onChange, onDrop) {
    this.library = library;
    this.originals = originals;
    this.path = "";
    this.showsChanges = false;
    /** Of the files shown so far. @type {Map<string, EditorState>} */
    this.states = new Map();
    this.marks = lineMarks(library);
    this.comparison = new library.Compartment();
    const { basicSetup, EditorView, indentWithTab, keymap } = library;
    const { view, basis } = createEditor(library, host, {
      label: "A file of the package, to be read and changed",
      description: DESCRIPTION,
      extensions: [
        basicSetup,
        keymap.of([indentWithTab]),
        this.marks.extension,
        EditorView.scrollHandler.of(scrollWithin),
        EditorView.domEventHandlers({ drop: (event) => takeFile(event, onDrop) }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && onChange()),
      ],
    });
    this.view = view;
    this.basis = basis;
    this.onChange = onChange;
  }

  /** @param {string} path */
  original(path) {
    const text = this.originals.get(path);
    if (text === undefined) throw new Error(`The package has no ${path}.`);
    return text;
  }

  /** The text of a file as it is now. @param {string} path */
  text(path) {
    const state = path === this.path ? this.view.state : this.states.get(path);
    return state?.doc.toString() ?? this.original(path);
  }

  /** The files that differ from the wheel's, by path. @returns {Record<string, string>} */
  changed() {
    const paths = new Set([...this.states.keys(), this.path]);
    const texts = [...paths]
      .filter((path) => path !== "")
      .map((path) => /** @type {const} */ ([path, this.text(path)]))
      .filter(([path, text]) => text !== this.original(path));
    return Object.fromEntries(texts);
  }

  /** @param {string} path @param {string} text @returns {EditorState} */
  stateOf(path, text) {
    const extensions = [...this.basis, this.comparison.of(this.comparing(path))];
    return this.library.EditorState.create({ doc: text, extensions });
  }

  /** @param {string} path */
  comparing(path) {
    if (!this.showsChanges) return [];
    const original = this.original(path);
    return this.library.unifiedMergeView({ original, mergeControls: false });
  }

  /** @param {string} path */
  open(path) {
    if (path === this.path) return;
    if (this.path) this.states.set(this.path, this.view.state);
    const next = this.states.get(path) ?? this.stateOf(path, this.original(path));
    this.path = path;
    this.view.setState(next);
    this.compare(this.showsChanges);
    this.onChange();
  }

  /** @param {string} path @param {Lines | null} [lines] those to be seen first */
  show(path, lines = null) {
    this.open(path);
    this.mark("subject", lines);
    this.lookAt(lines?.first ?? 1);
  }

  /** @param {"subject" | "wrong"} kind @param {Lines | null} lines */
  mark(kind, lines) {
    this.view.dispatch({ effects: this.marks.set.of({ lines, kind }) });
  }

  /** @param {number} number of a line */
  lookAt(number) {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
    const effects = this.library.EditorView.scrollIntoView(line.from, { y: "start" });
    this.view.dispatch({ selection: { anchor: line.from }, effects });
  }

  /** Says where something went wrong. @param {string} path @param {number} line */
  showError(path, line) {
    this.show(path);
    this.mark("wrong", { first: line, last: line });
    this.lookAt(line);
    this.view.focus();
  }

  /** A text of a file that has not been shown yet. @param {string} path @param {string} text */
  put(path, text) {
    this.states.set(path, this.stateOf(path, text));
    if (path === this.path) this.view.setState(this.stateOf(path, text));
  }

  /** One step of its history, so that it can be undone. @param {string} path @param {string} text */
  replace(path, text) {
    this.show(path);
    const { length } = this.view.state.doc;
    this.view.dispatch({ changes: { from: 0, to: length, insert: text } });
  }

  /** Shows what differs from the original, within the text, or no longer. @param {boolean} on */
  compare(on) {
    this.showsChanges = on;
    this.view.dispatch({ effects: this.comparison.reconfigure(this.comparing(this.path)) });
  }

  /** How many lines a file has more and less than the original. @param {string} path */
  difference(path) {
    const { Chunk, Text } = this.library;
    const [before, after] = [this.original(path), this.text(path)].map((text) =>
      Text.of(text.split("\n")),
    );
    if (!before || !after) return { added: 0, removed: 0 };
    let added = 0;
    let removed = 0;
    for (const chunk of Chunk.build(before, after)) {
      added += linesIn(after, chunk.fromB, chunk.toB);
      removed += linesIn(before, chunk.fromA, chunk.toA);
    }
    return { added, removed };
  }
}

/** CodeMirror would put its text in as if it were typed. @param {DragEvent} event @param {(file: File) => void} onDrop */
function takeFile(event, onDrop) {
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return false;
  event.preventDefault();
  onDrop(file);
  return true;
}

/**
 * Brings a line to the top of the editor, where CodeMirror by itself would scroll the page, too.
 * @param {EditorView} view @param {{head: number}} range @param {{y: string}} options
 * @returns {boolean} whether it is done
 */
function scrollWithin(view, { head }, { y }) {
  if (y !== "start") return false;
  view.scrollDOM.scrollTop = Math.max(0, view.lineBlockAt(head).top - MARGIN);
  return true;
}

/** @param {import("@codemirror/state").Text} doc @param {number} from @param {number} to the start of the line behind */
function linesIn(doc, from, to) {
  if (to <= from) return 0;
  return doc.lineAt(Math.min(to - 1, doc.length)).number - doc.lineAt(from).number + 1;
}
