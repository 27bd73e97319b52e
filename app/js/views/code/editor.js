// CodeMirror on the page. It adds style elements to the document it stands in, which the page's
// policy forbids; in a shadow tree it uses constructed style sheets, which no policy is against.

/** @typedef {typeof import("codemirror-bundle")} Library */
/** @typedef {import("codemirror-bundle").EditorView} EditorView */
/** @typedef {import("@codemirror/state").Extension} Extension */
/** @typedef {import("./sources.js").Lines} Lines */

/** @returns {Promise<Library>} */
export function loadLibrary() {
  return import("codemirror-bundle");
}

/** @param {Library} library @returns {Extension} */
function look({ EditorView }) {
  return EditorView.theme({
    "&": {
      color: "var(--ink)",
      backgroundColor: "var(--surface)",
      fontSize: "0.875rem",
      height: "100%",
    },
    "&.cm-editor.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
    ".cm-content": { caretColor: "var(--ink)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-gutters": {
      color: "var(--muted)",
      backgroundColor: "var(--sunken)",
      borderRight: "1px solid var(--rule)",
    },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
    ".cm-activeLineGutter": { color: "var(--ink)", fontWeight: "700" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
      { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)" },
    ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 15%, transparent)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--sunken)", color: "inherit" },
    ".cm-subject": { boxShadow: "inset 3px 0 0 var(--accent)" },
    ".cm-wrong": { backgroundColor: "var(--code-gone)" },
    ".cm-panels, .cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--sunken)" },
    ".cm-textfield, .cm-button": {
      color: "var(--ink)",
      backgroundColor: "var(--surface)",
      backgroundImage: "none",
      border: "1px solid var(--edge)",
    },
    ".cm-foldPlaceholder": { color: "var(--muted)", backgroundColor: "var(--sunken)" },
    ".cm-changedLine": { backgroundColor: "var(--code-new)" },
    ".cm-changedText": { background: "none", textDecoration: "underline" },
    ".cm-deletedChunk": { backgroundColor: "var(--code-gone)" },
    ".cm-deletedChunk .cm-deletedText": { background: "none" },
    ".cm-changedLineGutter": { backgroundColor: "var(--accent)" },
  });
}

/** @param {Library} library @returns {Extension} */
function colours({ HighlightStyle, syntaxHighlighting, tags }) {
  const style = HighlightStyle.define([
    {
      tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null],
      color: "var(--code-keyword)",
    },
    {
      tag: [tags.definition(tags.variableName), tags.function(tags.variableName), tags.className],
      color: "var(--code-name)",
    },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
    { tag: tags.number, color: "var(--code-number)" },
    { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
    { tag: tags.meta, color: "var(--code-keyword)" },
  ]);
  return syntaxHighlighting(style);
}

const isDark = () => document.documentElement.dataset.theme === "dark";

/** Which of the library's own colours are right changes with the page's theme. @param {Library} library @param {() => EditorView} view @returns {Extension} */
function followTheme({ Compartment, EditorView }, view) {
  const dark = new Compartment();
  const present = () => EditorView.darkTheme.of(isDark());
  const watch = new MutationObserver(() =>
    view().dispatch({ effects: dark.reconfigure(present()) }),
  );
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return dark.of(present());
}

/**
 * Chromium keeps the look of a selection that is typed over by an inline style, which the page's
 * policy forbids, so it must not come to that: the text is put in as CodeMirror would.
 * @param {Library} library @returns {Extension}
 */
export function typingOver({ EditorView }) {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main } = view.state.selection;
      const text = event.inputType === "insertText" ? event.data : null;
      if (!text || main.empty || view.composing) return false;
      event.preventDefault();
      const insert = () =>
        view.state.update(view.state.replaceSelection(text), {
          userEvent: "input.type",
          scrollIntoView: true,
        });
      const handlers = view.state.facet(EditorView.inputHandler);
      const handled = handlers.some((handle) => handle(view, main.from, main.to, text, insert));
      if (!handled) view.dispatch(insert());
      return true;
    },
  });
}

/**
 * An editor of Python in a shadow tree of its own.
 * @param {Library} library
 * @param {HTMLElement} host
 * @param {object} what
 * @param {string} what.label its name for a screen reader
 * @param {string} what.description how it is used
 * @param {Extension[]} what.extensions
 * @returns {{view: EditorView, basis: Extension[]}} the basis is for other states of the same editor
 */
export function createEditor(library, host, { label, description, extensions }) {
  const { EditorState, EditorView, indentUnit, python } = library;
  const root = host.attachShadow({ mode: "open" });
  /** @type {EditorView} */
  let view;
  const basis = [
    ...extensions,
    typingOver(library),
    python(),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    colours(library),
    look(library),
    followTheme(library, () => view),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-description": description,
      // It can be reached without, but axe does not know that.
      tabindex: "0",
    }),
  ];
  view = new EditorView({ state: EditorState.create({ extensions: basis }), parent: root, root });
  return { view, basis };
}

/**
 * Marks of whole lines that may be set and moved: the subject's, and where an error was.
 * @param {Library} library
 */
export function lineMarks({ Decoration, EditorView, StateEffect, StateField }) {
  /** @type {import("@codemirror/state").StateEffectType<{lines: Lines | null, kind: string}>} */
  const set = StateEffect.define();
  /** @param {string} kind */
  const field = (kind) =>
    StateField.define({
      create: () => Decoration.none,
      update(marks, transaction) {
        let now = marks.map(transaction.changes);
        for (const effect of transaction.effects) {
          if (effect.is(set) && effect.value.kind === kind) {
            now = ranges(transaction.state.doc, kind, effect.value.lines);
          }
        }
        return now;
      },
      provide: (self) => EditorView.decorations.from(self),
    });
  /** @param {import("@codemirror/state").Text} doc @param {string} kind @param {Lines | null} lines */
  const ranges = (doc, kind, lines) => {
    if (!lines) return Decoration.none;
    const mark = Decoration.line({ class: `cm-${kind}` });
    const last = Math.min(lines.last, doc.lines);
    const all = [];
    for (let at = lines.first; at <= last; at++) all.push(mark.range(doc.line(at).from));
    return Decoration.set(all);
  };
  return { set, extension: [field("subject"), field("wrong")] };
}
