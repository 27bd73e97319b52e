// A table of text. While a run grows its rows change many times a second, so only what differs is
// written; and of a long one some rows a frame: to lay out three thousand cells takes 50 ms.

import { make } from "./dom.js";

const ROWS_A_FRAME = 50;

/** @typedef {{body: HTMLTableSectionElement, rows: string[][], at: number}} Filling so many rows are right */

/** The newest of each table, until it is through. @type {Map<HTMLTableElement, Filling>} */
const fillings = new Map();

/**
 * The first column heads its row.
 * @param {HTMLTableElement} table
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function fillTable(table, head, rows) {
  const details = table.closest("details");
  const fill = () => {
    // Most visitors never open it.
    if (!details || details.open) fillOpenTable(table, head, rows);
  };
  if (details) details.ontoggle = fill;
  fill();
}

/** For paper, which waits for no frame. */
export function finishTables() {
  for (const filling of fillings.values()) write(filling, Number.POSITIVE_INFINITY);
  fillings.clear();
}

/** @param {HTMLTableElement} table @param {string[]} head @param {string[][]} rows */
function fillOpenTable(table, head, rows) {
  const filling = { body: bodyUnder(table, head), rows, at: 0 };
  fillings.set(table, filling);
  goOn(table, filling);
}

/** @param {HTMLTableElement} table @param {Filling} filling */
function goOn(table, filling) {
  if (fillings.get(table) !== filling) return;
  write(filling, ROWS_A_FRAME);
  if (filling.at < filling.rows.length) requestAnimationFrame(() => goOn(table, filling));
  else fillings.delete(table);
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

/** @param {Filling} filling @param {number} most rows that differ from what stands there */
function write(filling, most) {
  const { body, rows } = filling;
  for (let written = 0; filling.at < rows.length && written < most; filling.at++) {
    const row = rows[filling.at] ?? [];
    const old = body.rows[filling.at];
    if (says(old, row)) continue;
    written++;
    const [first = "", ...rest] = row;
    const its = [make("th", first, { scope: "row" }), ...rest.map((text) => make("td", text))];
    if (old) old.replaceWith(rowOf(its));
    else body.append(rowOf(its));
  }
  while (filling.at === rows.length && body.rows.length > rows.length) body.deleteRow(-1);
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
