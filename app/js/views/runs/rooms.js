// Where a kept run was made, and its settings there.

import { schemasOf } from "../../state/config.js";
import { check, defaults } from "../../state/schema.js";

/** @typedef {import("../../state/keptruns.js").KeptRun} KeptRun */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {import("../../state/permalink.js").View} View */

/** The panel and so the scope of its settings. @param {Page} page @param {KeptRun} run */
function scopeOf({ scopes }, { panel, experiment }) {
  return Object.hasOwn(scopes, panel) ? panel : experiment;
}

/** A link to its part of a view. @param {Page} page @param {View[]} views @param {KeptRun} run */
export function roomOf(page, views, run) {
  const scope = scopeOf(page, run);
  for (const { parts } of views) {
    const part = parts.find(({ id, scopes }) => (scopes ?? [id]).includes(scope));
    if (part) return `#${part.id}`;
  }
  const view = views.find(({ shows, parts }) => {
    return shows.includes(run.experiment) || parts.some(({ id }) => id === scope);
  });
  return `#${view?.name ?? views[0]?.name ?? ""}`;
}

/** Sets the data and the experiment as they were; nothing, where a value is none of this version's. @param {Page} page @param {KeptRun} run @throws {Error} which value */
export function restore(page, run) {
  const { scopes, store, config } = page;
  const scope = scopeOf(page, run);
  const alone = !schemasOf(config, run.experiment).some(({ name }) => name === "data_seed");
  const params = alone ? { ...run.params, data_seed: run.params.seed } : run.params;
  const changes = [
    "data",
    ...(Object.hasOwn(scopes, scope) && scope !== "data" ? [scope] : []),
  ].map((name) => ({
    scope: name,
    values: valuesOf(scopes[name] ?? [], /** @type {Values} */ (params)),
  }));
  for (const change of changes) store.dispatch({ type: "setMany", ...change });
  const code = run.params.criterion_code;
  // Code is no setting: it is shown and waits for a yes.
  if (typeof code === "string" && code.trim()) store.dispatch({ type: "code", code });
}

/** @param {import("../../state/schema.js").Schema[]} schemas @param {Values} params @returns {Values} */
function valuesOf(schemas, params) {
  const own = schemas.filter(({ name }) => params[name] !== undefined);
  const given = own.map((schema) => [schema.name, check(schema, params[schema.name])]);
  return { ...defaults(schemas), ...Object.fromEntries(given) };
}
