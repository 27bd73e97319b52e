// A kept run in words: what it is of, by what it differs, and whether it is what somebody looks for.
// Pure, no page.

import { schemasOf } from "../../state/config.js";
import { dataSchemasOf, describeData, said } from "../../state/identity.js";
import { same } from "../../state/schema.js";
import { describeSeeds } from "../../state/seeds.js";
import { moment } from "../shared/format.js";

/** @typedef {import("../../state/keptruns.js").KeptRun} KeptRun */
/** @typedef {import("../../pool/protocol.js").Config} Config */

/** So many settings are named; of more, their number. */
const NAMED = 4;

/** Characters of a hash that are shown: two runs that share them by chance are not met with. */
export const SHORT_HASH = 10;

export const LONGEST_NAME = 80;

/** How often, which seeds and own code are said by other words. */
const ELSEWHERE = new Set(["seed", "trials", "seeds", "criterion_code", "data_file", "templates"]);

/** @param {Config} config @param {KeptRun} run */
export function titleOf(config, { experiment }) {
  return config.experiments[experiment]?.title ?? experiment;
}

/** The name that a visitor has given it, or what it is of. @param {Config} config @param {KeptRun} run */
export function calledOf(config, run) {
  return run.name || `${titleOf(config, run)}, ${seedsOf(run)}`;
}

/** @param {KeptRun} run */
export function seedsOf({ experiment, params }) {
  const alone = experiment === "dataset" || experiment === "preview";
  return alone ? `data seed ${params.seed}` : describeSeeds(params);
}

/** The data, then what differs from the experiment's usual settings. @param {Config} config @param {KeptRun} run */
export function differsBy(config, { experiment, params }) {
  const schemas = schemasOf(config, experiment);
  const data = dataSchemasOf(config);
  const ofData = new Set(data.map(({ name }) => name));
  const changed = schemas.filter(
    ({ name, default: usual }) =>
      !ofData.has(name) && !ELSEWHERE.has(name) && !same(params[name] ?? usual, usual),
  );
  const named = changed.slice(0, NAMED).map((schema) => said(schema, params[schema.name]));
  const more = changed.length - named.length;
  const own = params.criterion_code ? ["a criterion of one’s own"] : [];
  const settings = [...named, ...own, ...(more > 0 ? [`${more} more`] : [])];
  const usual = settings.length === 0 ? "usual settings" : settings.join(", ");
  return `${describeData(data, params)}; ${usual}`;
}

/** When it was kept. @param {number} at */
export function timeOf(at) {
  return moment(at, "date");
}

/** Everything that can be searched for. @param {Config} config @param {KeptRun} run */
function searched(config, run) {
  const { name, experiment, version, backend, hash, origin } = run;
  const words = [titleOf(config, run), differsBy(config, run), seedsOf(run), timeOf(run.at)];
  return [name, experiment, version, backend, hash, origin, ...words].join(" ").toLowerCase();
}

/** Those that have every word of the text, and are of the experiment if one is named. @param {Config} config @param {KeptRun[]} runs @param {string} text @param {string} experiment @returns {KeptRun[]} */
export function found(config, runs, text, experiment) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (experiment && run.experiment !== experiment) return false;
    const all = words.length > 0 ? searched(config, run) : "";
    return words.every((word) => all.includes(word));
  });
}

/** A file's name for a run. @param {KeptRun} run */
export function fileOf({ experiment, params, hash }) {
  return `mnist1d-${experiment}-seed${params.seed}-${hash.slice(0, SHORT_HASH)}.json`;
}
