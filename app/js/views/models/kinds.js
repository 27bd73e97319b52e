// The four kinds of model: one name, one colour (by id), one mark and one dash each, everywhere.

import { MODELS } from "../../state/identity.js";

/** @typedef {"linear" | "mlp" | "cnn" | "gru"} Kind */

/** @type {{id: Kind, mark: import("../../pictures/svg.js").Mark, dash: string}[]} */
const LOOKS = [
  { id: "linear", mark: "plus", dash: "2 4" },
  { id: "mlp", mark: "diamond", dash: "8 4" },
  { id: "cnn", mark: "down", dash: "" },
  { id: "gru", mark: "cross", dash: "9 3 2 3" },
];

/** @type {(typeof LOOKS[number] & {label: string})[]} */
export const KINDS = LOOKS.map((look) => ({ ...look, label: String(MODELS[look.id]) }));

/** @param {unknown} id */
export function labelOf(id) {
  return KINDS.find((kind) => kind.id === id)?.label ?? String(id);
}

/** Those that a run trains, in the usual order. @param {import("../../state/schema.js").Values} params */
export function kindsOf({ models }) {
  const chosen = /** @type {unknown[]} */ (Array.isArray(models) ? models : []);
  return KINDS.filter(({ id }) => chosen.includes(id));
}
