// Everything of part 2 beyond the ten signals, in pieces, so that none holds the page.

import { Looks } from "./looks.js";
import { OwnData } from "./own.js";
import { mountSettings } from "./settings.js";
import { StagePlayer } from "./stages.js";

/**
 * @typedef {object} Parts
 * @property {import("../../protocol.js").Config} config
 * @property {import("../../store.js").Store} store
 * @property {import("../../runtime.js").Runtime} runtime
 * @property {import("../data.js").DataSection} data
 */

/** @param {Parts} parts */
export async function mountDataLab(parts) {
  const jobs = [
    () => mountSettings(parts),
    () => new StagePlayer(parts),
    () => new OwnData(parts),
    () => new Looks(parts),
  ];
  for (const job of jobs) {
    await new Promise((resolve) => setTimeout(resolve));
    job();
  }
}
