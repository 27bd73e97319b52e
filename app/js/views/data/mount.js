// The view of the data, in pieces.

import { inPieces } from "../shared/pieces.js";
import { Looks } from "./looks.js";
import { OwnData } from "./own.js";
import { mountPreview } from "./preview.js";
import { mountSettings } from "./settings.js";
import { StagePlayer } from "./stages.js";

/** @typedef {import("../shell/mounts.js").Page} Parts */

/** @param {Parts} parts @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(parts) {
  await inPieces([
    () => mountPreview(parts),
    () => mountSettings(parts),
    () => new StagePlayer(parts),
    () => new OwnData(parts),
    () => new Looks(parts),
  ]);
  return [];
}
