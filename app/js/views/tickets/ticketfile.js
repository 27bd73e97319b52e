// What a ticket's file must be before it takes the place of the one before. Pure, no page.

import { check } from "../../state/schema.js";

/** @typedef {import("../../pool/protocol.js").RunRecord} RunRecord */
/** @typedef {import("../../state/schema.js").Schema} Schema */

/** @param {unknown} value */
const isTable = (value) => Object.prototype.toString.call(value) === "[object Object]";

/**
 * Why the record is no ticket that this page can use, as a sentence, or "".
 * @param {string} file its name
 * @param {RunRecord} record as Python has read it
 * @param {Schema[]} schemas of all settings that are taken from it
 */
export function ticketFault(file, { experiment, params, rows }, schemas) {
  if (experiment !== "ticket") return `${file} is a record of ${experiment}, not a ticket.`;
  const whole = isTable(params) && Array.isArray(params.sparsities) && params.sparsities.length > 0;
  if (!whole || !Array.isArray(rows) || !rows.every(isTable)) {
    return `${file} is not a whole ticket: its recipe or its rows are missing.`;
  }
  try {
    for (const schema of schemas) {
      if (Object.hasOwn(params, schema.name)) check(schema, params[schema.name]);
    }
  } catch (error) {
    return `${file} cannot be used: ${error instanceof Error ? error.message : error}`;
  }
  return "";
}
