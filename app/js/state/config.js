// What the build tells the page, and how the experiments' parameters fall into scopes: those of
// the data are shared by all experiments, the others belong to one.

/** @typedef {import("../pool/protocol.js").Config} Config */
/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./schema.js").Values} Values */

/** @param {string} id of a script element that holds JSON */
function readBlock(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

/** Of the recorded runs it holds those of the first paint; recorded.js fetches the others. @returns {Config} */
export function readConfig() {
  return {
    ...readBlock("lab-runtime"),
    ...readBlock("lab-config"),
    recorded: readBlock("lab-recorded"),
  };
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

/** Code is no setting: no link may carry or run it. Own templates and the name of a data file are. @param {Schema[]} schemas */
function settings(schemas) {
  return schemas.filter((schema) => schema.kind !== "text" || schema.group === "own");
}

/** They make data and train nothing: all their settings are the data's. */
export const DATA_ONLY = new Set(["preview", "dataset"]);

/**
 * One scope an experiment, that of the data, and "compare": the benchmark once more, for models
 * side by side.
 * @param {Config} config
 * @returns {Record<string, Schema[]>}
 */
export function scopesOf(config) {
  const data = settings(dataSchemas(config));
  const shared = new Set(data.map((schema) => schema.name));
  /** @param {string} name */
  const own = (name) => settings(schemasOf(config, name)).filter(({ name }) => !shared.has(name));
  const names = Object.keys(config.experiments).filter((name) => !DATA_ONLY.has(name));
  return {
    data,
    lesson: lessonSchemas(config),
    ...Object.fromEntries(names.map((name) => [name, own(name)])),
    benchmark: own("benchmark").map(forOneModel),
    compare: own("benchmark").map(inBothOrders),
    gradcheck: own("gradcheck").filter(ofTheCheckItself),
    knob: own("knob").map(fromTranslation),
  };
}

/** Which lesson is open, and at which of its steps, so that an address says it as it says settings. @param {Config} config @returns {Schema[]} */
function lessonSchemas({ lessons }) {
  const names = lessons.heads.map(({ name }) => name);
  const most = Math.max(0, ...lessons.heads.map(({ steps }) => steps));
  const both = {
    group: "lesson",
    help: "",
    unit: "",
    length: /** @type {[number, number]} */ ([1, 1]),
    usual: null,
  };
  const number = { step: 1, choices: [], allowed: `a whole number from 0 to ${most}` };
  const choice = { step: 1, choices: ["", ...names], allowed: `one of ${names.join(", ")}` };
  return [
    {
      ...both,
      ...choice,
      name: "lesson",
      label: "Lesson",
      kind: "choice",
      default: "",
      low: null,
      high: null,
    },
    {
      ...both,
      ...number,
      name: "step",
      label: "Step",
      kind: "int",
      default: 0,
      low: 0,
      high: most,
    },
  ];
}

/** The section trains one network at a time; the experiment's own default is all of them. @param {Schema} schema */
function forOneModel(schema) {
  if (schema.name === "models") return { ...schema, default: ["mlp"] };
  return schema.name === "seeds" ? { ...schema, default: 1 } : schema;
}

/** The comparison is about space, so it shows what is left without it. @param {Schema} schema */
function inBothOrders(schema) {
  return schema.name === "shuffled" ? { ...schema, default: "both" } : schema;
}

/** The knob that tells the models apart most clearly, and the one of the recorded run. @param {Schema} schema */
function fromTranslation(schema) {
  return schema.name === "knob" ? { ...schema, default: "max_translation" } : schema;
}

/** The network that is checked is the one being trained, settings and all. @param {Schema} schema */
function ofTheCheckItself({ group, name }) {
  return group === "gradcheck" || name === "steps";
}

/** The presets of each scope. @param {Config} config @returns {Record<string, Record<string, Values>>} */
export function presetsOf(config) {
  const named = Object.entries(config.experiments).map(([name, { presets }]) => [name, presets]);
  const { preview, benchmark } = config.experiments;
  const shared = { data: preview?.presets ?? {}, compare: benchmark?.presets ?? {} };
  return { ...Object.fromEntries(named), ...shared };
}

/**
 * All parameters of an experiment, out of the shared ones and its own.
 * @param {Config} config
 * @param {Record<string, Values>} params by scope
 * @param {string} experiment
 * @param {string} [scope] whose settings are its own
 * @returns {Values}
 */
export function paramsFor(config, params, experiment, scope = experiment) {
  const given = { ...params.data, ...params[scope] };
  const alone = experiment === "preview" || experiment === "dataset";
  if (alone && given.data_seed !== undefined) given.seed = given.data_seed;
  const takes = new Set(schemasOf(config, experiment).map((schema) => schema.name));
  return Object.fromEntries(Object.entries(given).filter(([name]) => takes.has(name)));
}
