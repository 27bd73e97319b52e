// What the project is, with one figure that hears of the visitor's own trainings.

import { mountWhy } from "./why.js";

/** @param {import("../shell/mounts.js").Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount({ config, store }) {
  mountWhy(config, store);
  return [];
}
