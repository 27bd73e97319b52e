// What the build tells the page, and how the experiments' parameters fall into scopes: those of
// the data are shared by all experiments, the others belong to one.

/** @typedef {import("./protocol.js").Config} Config */
/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./schema.js").Values} Values */

/** @returns {Config} */
export function readConfig() {
  const block = document.getElementById("lab-config");
  return JSON.parse(block?.textContent ?? "{}");
}

/** @param {Config} config @param {string} experiment @returns {Schema[]} */
export function schemasOf(config, experiment) {
  return config.experiments[experiment]?.params ?? [];
}

/** Data is shared, and next to a model's seed its own must have another name. @param {Config} config */
function dataSchemas(config) {
  return schemasOf(config, "preview").map((schema) => {
    if (schema.name !== "seed") return schema;
    return { ...schema, name: "data_seed" };
  });
}

/** Long texts (own templates, a data file, code) are no settings: no link may carry or run them. @param {Schema[]} schemas */
function settings(schemas) {
  return schemas.filter((schema) => schema.kind !== "text");
}

/**
 * @param {Config} config
 * @returns {Record<string, Schema[]>} "data", "benchmark", "lottery"
 */
export function scopesOf(config) {
  const data = settings(dataSchemas(config));
  const shared = new Set(data.map((schema) => schema.name));
  /** @param {string} name */
  const own = (name) => settings(schemasOf(config, name)).filter(({ name }) => !shared.has(name));
  return { data, benchmark: own("benchmark").map(forOneModel), lottery: own("lottery") };
}

/** The section trains one network at a time; the experiment's own default is all of them. @param {Schema} schema */
function forOneModel(schema) {
  if (schema.name === "models") return { ...schema, default: ["mlp"] };
  return schema.name === "seeds" ? { ...schema, default: 1 } : schema;
}

/**
 * All parameters of an experiment, out of the shared ones and its own.
 * @param {Config} config
 * @param {Record<string, Values>} params by scope
 * @param {string} experiment
 * @returns {Values}
 */
export function paramsFor(config, params, experiment) {
  const given = { ...params.data, ...params[experiment] };
  const alone = experiment === "preview" || experiment === "dataset";
  if (alone && given.data_seed !== undefined) given.seed = given.data_seed;
  const takes = new Set(schemasOf(config, experiment).map((schema) => schema.name));
  return Object.fromEntries(Object.entries(given).filter(([name]) => takes.has(name)));
}
