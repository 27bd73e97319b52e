// Parameters for the tests of pure modules, in the shape that params.Param.schema() gives.

/** @typedef {import("../../app/js/state/schema.js").Schema} Schema */

/** @param {Partial<Schema> & {name: string}} own @returns {Schema} */
function schema(own) {
  return {
    kind: "float",
    default: 0,
    label: own.name,
    help: "",
    group: "test",
    low: null,
    high: null,
    step: 1,
    unit: "",
    choices: [],
    length: [1, 200],
    usual: null,
    allowed: "a value",
    ...own,
  };
}

export const NOISE = schema({
  name: "noise",
  default: 0.25,
  low: 0,
  high: 2,
  step: 0.01,
  allowed: "a number from 0 to 2",
});
export const STEPS = schema({
  name: "steps",
  kind: "int",
  default: 600,
  low: 1,
  high: 20000,
  allowed: "a whole number from 1 to 20000",
});
export const MODEL = schema({
  name: "model",
  kind: "choice",
  default: "mlp",
  choices: ["linear", "mlp"],
  allowed: "one of linear, mlp",
});
export const MODELS = schema({
  name: "models",
  kind: "choices",
  default: ["mlp"],
  choices: ["linear", "mlp"],
  allowed: "some of linear, mlp, each once",
});
export const LEVELS = schema({
  name: "levels",
  kind: "floats",
  default: [0, 0.5],
  low: 0,
  high: 1,
  length: [1, 3],
  rising: true,
  allowed: "a list of 1 to 3 items, each a number from 0 to 1 and more than the one before",
});
export const SHUFFLE = schema({
  name: "shuffle",
  kind: "bool",
  default: false,
  allowed: "true or false",
});

/** @type {Record<string, Schema[]>} */
export const SCOPES = { data: [NOISE, SHUFFLE], lottery: [STEPS, MODEL, MODELS, LEVELS] };
