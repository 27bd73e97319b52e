// The game's files: each answer beside the models', on which data, and whose the models' answers are.

import {
  dataCaptionOf,
  dataSchemasOf,
  dataStamped,
  describeData,
  describeRun,
} from "../../state/identity.js";
import { toCsv } from "../../state/record.js";
import { enableDownloads, offerDownloads, picturesOf } from "../shared/downloads.js";
import { namePlaces } from "../shared/named.js";
import { KINDS } from "./kinds.js";

/** @typedef {import("./beat.js").BeatSection} BeatSection */
/** @typedef {import("../../pool/protocol.js").Row} Row */

export const YOU = /** @type {const} */ ({ id: "you", label: "you", mark: "circle" });

const TITLE = "A person and four models on the same signals";

/** Whose the models' answers are; empty where there are none. @param {BeatSection} beat */
function rivalsSaid(beat) {
  const { compare: run } = beat.parts.store.get().runs;
  if (!run || beat.rivals().length === 0) return "";
  const whose = run.phase === "recorded" ? "the recorded run" : "your run";
  return ` The models’ answers are of ${whose}: ${describeRun(beat.parts.config, run)}.`;
}

/** Where the figure's numbers come from, for its place on the page. @param {BeatSection} beat */
export function originOfGame(beat) {
  const { game, set, parts } = beat;
  if (!game || !set) return "";
  const data = { ...set.params, data_seed: set.params.seed ?? 0 };
  const on = describeData(dataSchemasOf(parts.config), data);
  const none = " Run the four models on this data to see their answers too.";
  return `Draw ${game.seed}. Data: ${on}.${rivalsSaid(beat) || none}`;
}

/** The caption that goes with the figure into a file. @param {BeatSection} beat */
function captionOfGame(beat) {
  const { game, set, parts } = beat;
  const made = dataCaptionOf(parts.config, game ? set?.params : undefined);
  return game ? `Draw ${game.seed}.${rivalsSaid(beat)} ${made}` : made;
}

/** @param {BeatSection} beat @returns {Row[]} */
function rowsOf(beat) {
  const { game, set, parts } = beat;
  const rivals = beat.rivals();
  const { runtime, runs } = parts.store.get();
  const recorded = runs.compare?.phase === "recorded";
  /** @type {Row} */
  const models = rivals.length > 0 ? { models_recorded: recorded } : {};
  return (game?.answers ?? []).map((answer, round) => {
    const row = {
      round: round + 1,
      test_index: game?.picks[round] ?? 0,
      true_class: game?.truths[round] ?? 0,
      you: answer,
      ...Object.fromEntries(rivals.map(({ id, answers }) => [id, answers[round] ?? null])),
      ...models,
      draw: game?.seed ?? null,
      backend: runtime.backend,
    };
    return dataStamped(parts.config, set?.params ?? {}, row);
  });
}

/** @param {BeatSection} beat */
export function offerGame(beat) {
  const { config } = beat.parts;
  offerDownloads("beat", {
    file: "mnist1d-beat",
    csv: () => toCsv(rowsOf(beat)),
    json: () => {
      const params = { ...beat.set?.params, draw: beat.game?.seed ?? 0 };
      const { version } = config;
      return JSON.stringify({ title: TITLE, params, version, rows: rowsOf(beat) });
    },
    pictures: () => picturesOf("#beat-chart svg"),
    labels: () => ({ title: TITLE, caption: captionOfGame(beat), legend: [YOU, ...KINDS] }),
  });
}

/** What there is to give, and what its places are called. @param {BeatSection} beat @param {boolean} some */
export function showGameFiles(beat, some) {
  namePlaces(enableDownloads("beat", some), TITLE, captionOfGame(beat));
}
