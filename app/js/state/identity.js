// What a figure shows, said once: on which data, with which seeds, by what. Captions, files and the
// bar of the data take it from here. Pure, no page.

import { same, write } from "./schema.js";
import { seedsIn } from "./seeds.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./schema.js").Values} Values */
/** @typedef {import("../pool/protocol.js").Config} Config */
/** @typedef {import("../pool/protocol.js").Row} Row */
/** @typedef {import("./store.js").RunView} RunView */

/** So many settings are named; of more, their number. */
const NAMED = 3;

/** Longer lists are counted, and longer texts are not quoted. */
const MOST_ITEMS = 7;
const LONGEST_VALUE = 60;

/** Shorter than their labels, for where there is little room. @type {Record<string, string>} */
const SHORT = {
  iid_noise_scale: "noise",
  corr_noise_scale: "correlated noise",
  max_translation: "translation",
  final_seq_length: "resolution",
  data_seed: "data seed",
  hidden: "width",
};

/** What the kinds of model are called. @type {Record<string, string>} */
export const MODELS = { linear: "Logistic", mlp: "MLP", cnn: "CNN", gru: "GRU" };

/** What tells two trainings apart first, in this order; what else differs from the usual follows. */
const TRAINED = ["models", "model", "hidden", "steps", "learning_rate"];

/** How often a run trains and measures, and what it keeps, makes no other model. */
const NO_MODEL = new Set([...TRAINED, "seeds", "trials", "eval_every", "keep_weights"]);

/** The settings of the data by the names that experiments have for them. @param {Config} config @returns {Schema[]} */
export function dataSchemasOf(config) {
  return (config.experiments.preview?.params ?? []).map((schema) =>
    schema.name === "seed" ? { ...schema, name: "data_seed" } : schema,
  );
}

/** A setting in a few words: "noise 0.3". @param {Schema} schema @param {import("./schema.js").Value | undefined} value */
export function said({ name, label, kind }, value) {
  if (name === "templates") return "templates of your own";
  const what = SHORT[name] ?? label.toLowerCase();
  if (kind === "bool") return value ? what : `no ${what}`;
  return `${what} ${write(value ?? "").replaceAll(",", ", ")}`;
}

/** Whether the positions are in order: of a comparison of models they may be that and shuffled. @param {Values} values */
function orderOf({ shuffle_seq: own, shuffled: compared }) {
  if (compared === "both") return "in order and shuffled";
  return own || compared === "yes" ? "shuffled" : "";
}

/** A file, as it was read: the same file read otherwise is other data, and so is another order of its positions. @param {Values} values @param {import("./schema.js").Value | undefined} seed */
function describeFile(values, seed) {
  const { data_file: file, data_reading: reading } = values;
  const order = orderOf(values);
  const read = reading ? `read with ${reading}` : "";
  return [`the file ${file}`, read, order && `${order} with seed ${seed}`]
    .filter(Boolean)
    .join(", ");
}

/** The data in a line: "published data, seed 42", or what differs from that. @param {Schema[]} schemas @param {Values} values @returns {string} */
export function describeData(schemas, values) {
  const seed = values.data_seed ?? schemas.find(({ name }) => name === "data_seed")?.default;
  if (values.data_file) return describeFile(values, seed);
  const changed = schemas.filter(
    ({ name, default: usual }) => name !== "data_seed" && !same(values[name] ?? usual, usual),
  );
  if (changed.length === 0) return `published data, seed ${seed}`;
  const named = changed.slice(0, NAMED).map((schema) => said(schema, values[schema.name]));
  const more = changed.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}, seed ${seed}`;
}

/** Whether the data are made as the published ones, by whatever seed. @param {Config} config @param {Values} values */
export function isPublishedData(config, values) {
  if (values.data_file) return false;
  return dataSchemasOf(config).every(
    ({ name, default: usual }) => name === "data_seed" || same(values[name] ?? usual, usual),
  );
}

/** The settings of models and their training, of whatever experiment has them. @param {Config} config @returns {Schema[]} */
export function modelSchemasOf({ experiments }) {
  const all = Object.values(experiments).flatMap(({ params }) => params);
  const own = all.filter(({ group }) => group === "model" || group === "training");
  return [...new Map(own.map((schema) => [schema.name, schema])).values()];
}

/** The settings of a model that have no words of their own, where they are not the usual. @param {Schema[]} schemas @param {Values} params */
function unusual(schemas, params) {
  return schemas.filter(
    ({ name, default: usual }) =>
      !NO_MODEL.has(name) && name !== params.knob && !same(params[name] ?? usual, usual),
  );
}

/** How it is trained: "600 steps at rate 0.02"; without what the run turns itself. @param {Values} params */
function describeTraining({ steps, learning_rate: rate, rates, knob }) {
  const tried = Array.isArray(rates) && rates.length > 1 ? rates : [];
  const [first, last] = [tried[0], tried.at(-1)];
  const one = rate === undefined || knob === "learning_rate" ? "" : `rate ${rate}`;
  const at = tried.length > 0 ? `rates ${first} to ${last}` : one;
  const long = steps === undefined || knob === "steps" ? "" : `${steps} steps`;
  return [long, at].filter(Boolean).join(" at ");
}

/** What is trained and how: "MLP, 256 units, 600 steps at rate 0.02"; empty where nothing is. @param {Schema[]} schemas of models @param {Values} params @returns {string} */
export function describeModel(schemas, params) {
  const kinds = /** @type {unknown[]} */ ([params.models ?? params.model ?? []].flat()).map(String);
  if (kinds.length === 0) return "";
  const wide = kinds.includes("mlp") && params.hidden !== undefined && params.knob !== "hidden";
  const others = unusual(schemas, params);
  const named = others.slice(0, NAMED).map((schema) => said(schema, params[schema.name]));
  const more = others.length - named.length;
  const parts = [
    kinds.map((kind) => MODELS[kind] ?? kind).join(", "),
    wide ? `${params.hidden} units` : "",
    describeTraining(params),
    ...named,
  ];
  return `${parts.filter(Boolean).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The settings of the model as columns: the first ones always, others where they are not the usual. @param {Config} config @param {Values} params @returns {Row} */
function modelColumns(config, params) {
  const others = unusual(modelSchemasOf(config), params).map(({ name }) => name);
  const names = [...TRAINED, ...others].filter((name) => params[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, write(params[name] ?? "")]));
}

/** A run in a line: its data, its model, its seeds. @param {Config} config @param {Pick<Made, "params"> & Partial<Made>} run @param {number[]} [seeds] as of describeSeeds */
export function describeRun(config, run, seeds) {
  const { params } = run;
  const data = describeData(dataSchemasOf(config), params);
  const model = describeModel(modelSchemasOf(config), params);
  return [data, model, seedsIn(run, seeds)].filter(Boolean).join("; ");
}

/** @typedef {Pick<RunView, "params" | "backend" | "phase" | "origin"> & Pick<import("./seeds.js").Seeded, "rows" | "tasks">} Made what is known of a run; `rows` and `tasks` tell which seeds of one that was stopped are in it */

/** The mark of a run that code of somebody's own took part in, whatever the run says of itself. @param {Values} params */
function ownCode(params) {
  return params.criterion_code ? "With a criterion of one’s own. " : "";
}

/**
 * The caption that goes with a figure into a file.
 * @param {Config} config @param {Made} run
 * @param {number[]} [seeds] as of describeSeeds
 */
export function captionOf(config, run, seeds) {
  const { params, backend, phase, origin } = run;
  const lab = `MNIST-1D Lab ${config.version}${backend && `, ${backend}`}.`;
  if (params.seed === undefined) return `Not run yet. ${lab}`;
  const data = describeData(dataSchemasOf(config), params);
  const whose = phase === "recorded" ? `${origin || "Recorded run"}. ` : "";
  const training = [describeModel(modelSchemasOf(config), params), seedsIn(run, seeds)];
  const told = training.filter(Boolean).join(", ");
  return `${whose}${ownCode(params)}Data: ${data}. Training: ${told}. ${lab}`;
}

/** The same settings as experiments that train have them. @param {Values} params as those of data alone name them @returns {Values} */
const asTrained = (params) => ({ ...params, data_seed: params.seed ?? 0 });

/** Where the signals of a figure come from, for its place on the page. @param {Config} config @param {Values} params as those of data alone name them */
export function dataOriginOf(config, params) {
  return `Data: ${describeData(dataSchemasOf(config), asTrained(params))}.`;
}

/** The caption of a figure that shows data alone. @param {Config} config @param {Values | undefined} params as those of data alone name them */
export function dataCaptionOf(config, params) {
  const made = params ? dataOriginOf(config, params) : "Not made yet.";
  return `${made} MNIST-1D Lab ${config.version}.`;
}

/** A row of a figure that shows data alone, with the settings of these. @param {Config} config @param {Values} params as those of data alone name them @param {Row} row @returns {Row} */
export function dataStamped(config, params, row) {
  const made = { seed: Number(params.seed), version: config.version };
  return { ...row, ...dataColumns(config, asTrained(params)), ...made, ...row };
}

/** Where the numbers of a figure come from, for its place on the page. @param {Config} config @param {Made} run */
export function originOf(config, run) {
  const { params, phase, origin } = run;
  if (phase === "empty") return "";
  const built = origin || "Recorded when this page was built";
  const whose = phase === "recorded" ? built : "Your run";
  const data = describeData(dataSchemasOf(config), params);
  const model = describeModel(modelSchemasOf(config), params);
  const training = model && ` Training: ${model}.`;
  return `${whose}, ${seedsIn(run)}. ${ownCode(params)}Data: ${data}.${training}`;
}

/**
 * What a row of a file says besides its own columns: the data, the model, the seeds, by what, and whether it was
 * recorded. Its own count more.
 * @param {Config} config @param {Made} run @param {Row} row @returns {Row}
 */
export function stamped(config, run, row) {
  const { params, backend, phase } = run;
  /** @type {Row} */
  const stamp = { ...row, ...dataColumns(config, params), ...modelColumns(config, params) };
  if (row.model !== undefined) delete stamp.models;
  // Where the run turns a setting, each row has its own value of it.
  if (params.knob && row.value !== undefined) stamp[String(params.knob)] = row.value;
  if (row.seed === undefined) stamp.seeds = seedsIn(run).replace(/^seeds? /, "");
  const recorded = phase === "recorded";
  /** @type {Row} */
  const own = params.criterion_code ? { own_code: "criterion" } : {};
  return { ...stamp, version: config.version, backend, recorded, ...row, ...own };
}

/** The settings of the data as columns, which tell the rows of two files apart. @param {Config} config @param {Values} params @returns {Row} */
export function dataColumns(config, params) {
  /** @type {Row} */
  const columns = {};
  for (const { name } of dataSchemasOf(config)) {
    const value = params[name];
    if (value !== undefined) columns[name] = write(value);
  }
  return columns;
}

/** A value as a figure's mark says it. @param {Schema} schema @param {import("./schema.js").Value} value */
function valueSaid({ kind }, value) {
  if (kind === "bool") return value ? "yes" : "no";
  if (Array.isArray(value) && value.length > MOST_ITEMS) return `${value.length} values`;
  const text = write(value).replaceAll(",", ", ").replaceAll("_", " ");
  if (text.length > LONGEST_VALUE || text.includes("\n")) return "one of its own";
  return text || "none";
}

/**
 * The settings in which two runs differ; what one does not say is at its default.
 * @param {Schema[]} schemas of the experiment @param {Values} shown @param {Values} asked
 */
export function differing(schemas, shown, asked) {
  return schemas.filter(
    ({ name, default: usual }) => !same(shown[name] ?? usual, asked[name] ?? usual),
  );
}

/** "noise 0.1 (now 0.3), steps 600 (now 1200) and 2 more". @param {Schema[]} schemas those that differ @param {Values} shown @param {Values} asked */
export function describeDifferences(schemas, shown, asked) {
  const named = schemas.slice(0, NAMED).map((schema) => {
    const { name, label, default: usual } = schema;
    const [was, now] = [shown, asked].map((values) => valueSaid(schema, values[name] ?? usual));
    return `${SHORT[name] ?? label.toLowerCase()} ${was} (now ${now})`;
  });
  const more = schemas.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
