// What of CodeMirror the page uses, as esbuild makes one file of it (buildtools/bundle.py).

export { indentWithTab } from "@codemirror/commands";
export { python } from "@codemirror/lang-python";
export { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { Chunk, unifiedMergeView } from "@codemirror/merge";
export { Compartment, EditorState, Prec, StateEffect, StateField, Text } from "@codemirror/state";
export { Decoration, EditorView, keymap } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { basicSetup, minimalSetup } from "codemirror";
