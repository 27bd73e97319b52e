// The little that a lesson's text can have: *emphasis*, and [[term]] or [[term|its words here]] for the
// glossary.

import { make } from "../shared/dom.js";

const MARKS = /\*([^*]+)\*|\[\[([^\]|]+)(?:\|([^\]]+))?\]\]/g;

/**
 * @param {string} text
 * @param {(words: string, term: string) => Node} termOf makes a term that says what it means
 * @returns {Node[]}
 */
export function rich(text, termOf) {
  const nodes = [];
  let end = 0;
  for (const { 0: whole, 1: stressed, 2: term = "", 3: words = term, index } of text.matchAll(
    MARKS,
  )) {
    nodes.push(document.createTextNode(text.slice(end, index)));
    nodes.push(stressed ? make("em", stressed) : termOf(words, term));
    end = index + whole.length;
  }
  nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}
