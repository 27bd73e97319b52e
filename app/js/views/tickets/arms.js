// The arms of the search and the networks of the controls: their names, marks and dashes. A series
// takes its colour from its id (css/tokens.css, css/tickets.css).

/** @typedef {import("../../pictures/svg.js").Mark} Mark */
/** @typedef {{id: string, label: string, mark: Mark, dash: string}} ArmStyle */

/** The three that are always there stand first. @type {ArmStyle[]} */
export const ARM_STYLES = [
  { id: "lottery", label: "lottery", mark: "circle", dash: "" },
  { id: "random", label: "random", mark: "triangle", dash: "7 4" },
  { id: "dense", label: "dense", mark: "square", dash: "2 4" },
  { id: "nested_random", label: "random, nested", mark: "down", dash: "7 3 2 3" },
  { id: "layer_random", label: "ticket, reshuffled in its layers", mark: "plus", dash: "4 3" },
  { id: "reinitialised", label: "ticket, new weights", mark: "diamond", dash: "9 3" },
  { id: "one_shot", label: "pruned in one go", mark: "cross", dash: "3 2" },
  { id: "rate_rewound", label: "learning rate rewound", mark: "hexagon", dash: "9 3 2 3" },
];

/** @param {string} id @returns {ArmStyle} */
export function styleOf(id) {
  const known = ARM_STYLES.find((style) => style.id === id);
  return known ?? { id, label: id.replaceAll("_", " "), mark: "diamond", dash: "" };
}

/** @typedef {{id: string, label: string, mark: Mark, open: boolean}} CellStyle */

/** A ticket without its own weights is the search's re-initialised arm. @type {Record<string, CellStyle>} */
const TICKET_CELLS = {
  own: { id: "lottery", label: "ticket", mark: "circle", open: false },
  reinitialised: {
    id: "reinitialised",
    label: "its mask, new weights",
    mark: "diamond",
    open: false,
  },
  same_signs: {
    id: "same_signs",
    label: "its mask, new weights of its signs",
    mark: "down",
    open: false,
  },
};

/** @type {Record<string, {id: string, label: string, mark: Mark}>} */
const RIVALS = {
  dense: { id: "dense", label: "dense", mark: "square" },
  random: { id: "random", label: "random mask", mark: "triangle" },
  reshuffled: { id: "layer_random", label: "mask reshuffled in its layers", mark: "plus" },
};

/** @type {Record<string, string>} */
const WEIGHTS = {
  own: "",
  reinitialised: ", new weights",
  same_signs: ", new weights of the same signs",
};

/**
 * One combination of mask and initial weights.
 * @param {string} arm
 * @param {string} weights
 * @returns {CellStyle}
 */
export function cellStyle(arm, weights) {
  const ticket = arm === "lottery" ? TICKET_CELLS[weights] : undefined;
  if (ticket) return ticket;
  const rival = RIVALS[arm] ?? styleOf(arm);
  const label = `${rival.label}${WEIGHTS[weights] ?? `, ${weights}`}`;
  return { id: rival.id, label, mark: rival.mark, open: weights !== "own" };
}
