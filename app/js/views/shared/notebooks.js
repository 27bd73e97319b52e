// The notebook of a run that a figure shows.

import { schemasOf } from "../../state/config.js";
import { captionOf } from "../../state/identity.js";
import { allRuns } from "../../state/keptruns.js";
import { notebookOf } from "../../state/notebook.js";
import { same } from "../../state/schema.js";

/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("../../state/identity.js").Made} Made */
/** @typedef {import("../../state/schema.js").Values} Values */

/**
 * @param {Config} config
 * @param {{experiment: string, title: string, run: Made & {id?: string}}} shown
 * @returns {Promise<string>} an .ipynb file
 */
export async function notebookFor(config, { experiment, title, run }) {
  const here = new URL(document.baseURI);
  return notebookOf({
    experiment,
    title,
    params: changed(config, experiment, run.params),
    caption: captionOf(config, run),
    link: location.href,
    wheel: new URL(config.wheel.url, here).href,
    version: config.version,
    ...(await hashOf(run.id)),
  });
}

/** Those that are not at their defaults; the seed always. @param {Config} config @param {string} experiment @param {Values} params */
function changed(config, experiment, params) {
  const schemas = schemasOf(config, experiment);
  return Object.fromEntries(
    schemas
      .filter(({ name, default: usual }) => {
        const value = params[name];
        return value !== undefined && (name === "seed" || !same(value, usual));
      })
      .map(({ name }) => [
        name,
        /** @type {import("../../state/schema.js").Value} */ (params[name]),
      ]),
  );
}

/** What a finished run found, if it is among the kept ones. @param {string | undefined} id */
async function hashOf(id) {
  if (!id) return {};
  const runs = await allRuns().catch(() => []); // without storage nothing is kept, and nothing compared
  const known = runs.find((run) => run.id === id);
  return known ? { hash: known.hash } : {};
}
