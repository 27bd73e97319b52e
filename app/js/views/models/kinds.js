// The four kinds of model: one name, one colour (by id), one mark and one dash each, everywhere.

/** @typedef {"linear" | "mlp" | "cnn" | "gru"} Kind */

/** @type {{id: Kind, label: string, mark: import("../../pictures/svg.js").Mark, dash: string}[]} */
export const KINDS = [
  { id: "linear", label: "Logistic", mark: "plus", dash: "2 4" },
  { id: "mlp", label: "MLP", mark: "diamond", dash: "8 4" },
  { id: "cnn", label: "CNN", mark: "down", dash: "" },
  { id: "gru", label: "GRU", mark: "cross", dash: "9 3 2 3" },
];

/** @param {unknown} id */
export function labelOf(id) {
  return KINDS.find((kind) => kind.id === id)?.label ?? String(id);
}

/** Those that a run trains, in the usual order. @param {import("../../state/schema.js").Values} params */
export function kindsOf({ models }) {
  const chosen = /** @type {unknown[]} */ (Array.isArray(models) ? models : []);
  return KINDS.filter(({ id }) => chosen.includes(id));
}
