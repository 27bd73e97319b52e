// A table of text. While a run grows its rows change many times a second, so only what differs is
// written; and of a long one some rows a frame: to lay out three thousand cells takes 50 ms.

import { make } from "./dom.js";

const ROWS_A_FRAME = 50;

/** What each body is to hold; it may have come to a part of it. @type {WeakMap<HTMLTableSectionElement, string[][]>} */
const wanted = new WeakMap();

/**
 * The first column heads its row.
 * @param {HTMLTableElement} table
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function fillTable(table, head, rows) {
  // Most visitors never open it.
  const details = table.closest("details");
  const fill = () => fillOpenTable(table, head, rows);
  if (details) details.ontoggle = fill;
  if (!details || details.open) fill();
}

/** @param {HTMLTableElement} table @param {string[]} head @param {string[][]} rows */
function fillOpenTable(table, head, rows) {
  const body = bodyUnder(table, head);
  wanted.set(body, rows);
  fillFrom(body, rows, 0);
}

/** @param {HTMLTableElement} table @param {string[]} head @returns {HTMLTableSectionElement} */
function bodyUnder(table, head) {
  const [known] = table.tBodies;
  if (known && says(table.tHead?.rows[0], head)) return known;
  const heads = document.createElement("thead");
  heads.append(rowOf(head.map((text) => make("th", text, { scope: "col" }))));
  const body = document.createElement("tbody");
  table.replaceChildren(heads, body);
  return body;
}

/** @param {HTMLTableSectionElement} body @param {string[][]} rows @param {number} from */
function fillFrom(body, rows, from) {
  let at = from;
  for (let written = 0; at < rows.length && written < ROWS_A_FRAME; at++) {
    const row = rows[at] ?? [];
    const old = body.rows[at];
    if (says(old, row)) continue;
    written++;
    const [first = "", ...rest] = row;
    const its = [make("th", first, { scope: "row" }), ...rest.map((text) => make("td", text))];
    if (old) old.replaceWith(rowOf(its));
    else body.append(rowOf(its));
  }
  while (at === rows.length && body.rows.length > at) body.deleteRow(-1);
  if (at === rows.length) return;
  requestAnimationFrame(() => {
    if (wanted.get(body) === rows) fillFrom(body, rows, at);
  });
}

/** @param {HTMLTableRowElement | undefined} row @param {string[]} texts */
function says(row, texts) {
  if (!row || row.cells.length !== texts.length) return false;
  return texts.every((text, at) => row.cells[at]?.textContent === text);
}

/** @param {HTMLElement[]} cells */
function rowOf(cells) {
  const row = document.createElement("tr");
  row.append(...cells);
  return row;
}
