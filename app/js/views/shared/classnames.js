// What a visitor's file calls its classes, by the run's own parameters: a figure of other data keeps
// its digits.

/** @typedef {import("../../state/schema.js").Values} Values */

/** @type {Map<string, string[]>} */
const known = new Map();

/** @param {Values} params */
const keyOf = ({ data_file, data_reading }) => JSON.stringify([data_file, data_reading ?? ""]);

/** @param {Values} params @param {string[]} names by label; none where the labels are digits */
export function rememberNames(params, names) {
  known.set(keyOf(params), names);
}

/** What is known of it, none where the labels are digits. @param {Values} params */
export function namesOf(params) {
  return (params.data_file && known.get(keyOf(params))) || [];
}

/** Its name as a column of a file, where it has one. @param {Values | undefined} params @param {number | null} label @param {string} [column] @returns {Record<string, string>} */
export function nameColumn(params, label, column = "name") {
  const name = label === null ? "" : nameOf(params, label);
  return name === String(label ?? "") ? {} : { [column]: name };
}

/** @param {Values | undefined} params of the run that is shown @param {number} label */
export function nameOf(params, label) {
  return (params && namesOf(params)[label]) ?? String(label);
}
