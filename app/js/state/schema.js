// Parameters as the Python package describes them (params.Param.schema()), checked here with the
// same rules and the same sentences, so that a bad value is refused before it reaches a worker.

import { quote, shortened } from "./quote.js";

/** @typedef {number | string | boolean | number[] | string[]} Value */
/** @typedef {Record<string, Value>} Values */

/**
 * @typedef {object} Schema One parameter; an open bound is null.
 * @property {string} name
 * @property {"int" | "float" | "choice" | "bool" | "text" | "ints" | "floats" | "choices"} kind
 * @property {Value} default
 * @property {string} label
 * @property {string} help
 * @property {string} group
 * @property {number | null} low
 * @property {number | null} high
 * @property {number} step
 * @property {string} unit
 * @property {string[]} choices
 * @property {[number, number]} length
 * @property {[number, number] | null} usual where turning it shows something, if that is less than all
 * @property {boolean} [rising] of a list: each item is more than the one before
 * @property {string} allowed what the parameter accepts, as the end of a sentence
 */

export class ParamError extends Error {
  /** @param {string} param @param {string} message */
  constructor(param, message) {
    super(message);
    this.name = "ParamError";
    this.param = param;
  }
}

/** JavaScript's own Number reads more than people write: 0x10, and nothing as 0. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Nothing longer can be a slip of the pen. */
const LONGEST_NAME = 60;

/** @param {Schema} schema @param {unknown} value */
function refuse(schema, value) {
  const message = `${schema.name} must be ${schema.allowed}; got ${quote(value)}.`;
  return new ParamError(schema.name, message);
}

/** @param {Schema} schema */
export function isList(schema) {
  return schema.kind === "ints" || schema.kind === "floats" || schema.kind === "choices";
}

/**
 * One item of the parameter, in its own type.
 * @param {Schema} schema
 * @param {unknown} value
 * @returns {number | string}
 */
function checkItem(schema, value) {
  if (schema.choices.length > 0) {
    if (typeof value === "string" && schema.choices.includes(value)) return value;
    throw refuse(schema, value);
  }
  const whole = schema.kind === "int" || schema.kind === "ints";
  if (typeof value !== "number" || !Number.isFinite(value)) throw refuse(schema, value);
  if (whole && !Number.isInteger(value)) throw refuse(schema, value);
  if (value < (schema.low ?? Number.NEGATIVE_INFINITY)) throw refuse(schema, value);
  if (value > (schema.high ?? Number.POSITIVE_INFINITY)) throw refuse(schema, value);
  return value;
}

/**
 * The value if the parameter accepts it; throws ParamError if not.
 * @param {Schema} schema
 * @param {unknown} value
 * @returns {Value}
 */
export function check(schema, value) {
  if (schema.kind === "bool") {
    if (typeof value !== "boolean") throw refuse(schema, value);
    return value;
  }
  if (schema.kind === "text") {
    if (typeof value !== "string" || value.length > schema.length[1]) throw refuse(schema, value);
    return value;
  }
  if (!isList(schema)) return checkItem(schema, value);
  if (!Array.isArray(value)) throw refuse(schema, value);
  const [few, many] = schema.length;
  if (value.length < few || value.length > many) throw refuse(schema, value);
  const items = Array.from(value, (item) => checkItem(schema, item)); // a hole is no item either
  const repeated = schema.kind === "choices" && new Set(items).size < items.length;
  const falls = items.some((item, at) => at > 0 && Number(item) <= Number(items[at - 1]));
  if (repeated || (schema.rising && falls)) throw refuse(schema, value);
  return /** @type {Value} */ (items);
}

/**
 * The value of a string from a link or a text box; throws ParamError.
 * @param {Schema} schema
 * @param {string} text
 * @returns {Value}
 */
export function parse(schema, text) {
  if (schema.kind === "text") return check(schema, text);
  const trimmed = text.trim();
  if (schema.kind === "bool") {
    const known = new Map([
      ["true", true],
      ["1", true],
      ["false", false],
      ["0", false],
    ]);
    return check(schema, known.get(trimmed) ?? trimmed);
  }
  /** @param {string} item */
  const one = (item) => {
    if (schema.choices.length > 0) return item;
    return NUMBER.test(item) ? Number(item) : item;
  };
  if (!isList(schema)) return check(schema, one(trimmed));
  const items = trimmed.split(/[\s,]+/).filter((item) => item !== "");
  return check(schema, items.map(one));
}

/** The value as it stands in a link or a text box. @param {Value} value */
export function write(value) {
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** @param {Value} a @param {Value} b */
export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** @param {Schema[]} schemas @returns {Values} */
export function defaults(schemas) {
  return Object.fromEntries(schemas.map((schema) => [schema.name, schema.default]));
}

/**
 * The known name nearest to a wrong one, or "" if none is near.
 * @param {string} name
 * @param {string[]} known
 */
export function nearest(name, known) {
  if (name.length > LONGEST_NAME) return "";
  const pairs = known.map((other) => ({ other, far: distance(name, other) }));
  pairs.sort((a, b) => a.far - b.far);
  const best = pairs[0];
  return best && best.far <= Math.max(2, name.length / 3) ? best.other : "";
}

/** Levenshtein's edit distance. @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * All parameters: the given ones checked, the others at their defaults.
 * @param {Schema[]} schemas
 * @param {Record<string, unknown>} given
 * @param {string} where the experiment's name
 * @returns {Values}
 */
export function checkAll(schemas, given, where) {
  const values = defaults(schemas);
  const known = new Map(schemas.map((schema) => [schema.name, schema]));
  for (const [name, value] of Object.entries(given)) {
    const schema = known.get(name);
    if (!schema) {
      const near = nearest(name, [...known.keys()]);
      const hint = near ? ` Did you mean ${near}?` : "";
      const takes = [...known.keys()].join(", ");
      throw new ParamError(
        name,
        `${shortened(name)} is not a parameter of ${where}.${hint} It takes ${takes}.`,
      );
    }
    values[name] = check(schema, value);
  }
  return values;
}
