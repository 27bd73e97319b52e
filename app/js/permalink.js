// The settings as a link: `#v1&max_translation=0&lottery.trials=3`. Only values that differ from
// their defaults are written, and every one is checked when it is read. Data parameters stand
// alone, those of an experiment carry its name, because `steps` means another thing in each.

import { nearest, parse, same, write } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./schema.js").Values} Values */

const VERSION = "v1";

/** Code is no setting: where a link carries it, the visitor is asked (views/tickets/criterion.js). */
export const ASKED_ABOUT = "lottery.criterion_code=";

/** Longer addresses are cut by some of the programs that people paste them into. */
export const LONGEST_TEXT = 2000;

/** @param {string} scope @param {string} name */
function keyOf(scope, name) {
  return scope === "data" ? name : `${scope}.${name}`;
}

/**
 * @param {Record<string, Schema[]>} scopes
 * @param {Record<string, Values>} params
 * @returns {string} the hash with its "#", or "" when everything is at its default
 */
export function toHash(scopes, params) {
  const parts = [];
  for (const [scope, schemas] of Object.entries(scopes)) {
    for (const schema of schemas) {
      const value = params[scope]?.[schema.name];
      if (value === undefined || same(value, schema.default)) continue;
      const text = encodeURIComponent(write(value));
      if (schema.kind === "text" && text.length > LONGEST_TEXT) continue;
      parts.push(`${keyOf(scope, schema.name)}=${text}`);
    }
  }
  return parts.length > 0 ? `#${[VERSION, ...parts].join("&").replaceAll("%2C", ",")}` : "";
}

/**
 * What a link says, and what of it had to be refused (one sentence each).
 * @param {Record<string, Schema[]>} scopes
 * @param {string} hash
 * @returns {{link: boolean, changes: {scope: string, name: string, value: import("./schema.js").Value}[], refused: string[]}}
 */
export function fromHash(scopes, hash) {
  const [version, ...pairs] = hash.replace(/^#/, "").split("&");
  // A hash without a version is an ordinary anchor such as #tickets.
  if (!version || !/^v\d+$/.test(version)) return { link: false, changes: [], refused: [] };
  if (version !== VERSION) {
    const message = `This link was made for version ${version} of the settings; this page reads ${VERSION}.`;
    return { link: true, changes: [], refused: [message] };
  }
  const known = knownKeys(scopes);
  const changes = [];
  const refused = [];
  for (const pair of pairs.filter((item) => item !== "" && !item.startsWith(ASKED_ABOUT))) {
    try {
      changes.push(readPair(known, pair));
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { link: true, changes, refused };
}

/** @param {Record<string, Schema[]>} scopes */
function knownKeys(scopes) {
  /** @type {Map<string, {scope: string, schema: Schema}>} */
  const known = new Map();
  for (const [scope, schemas] of Object.entries(scopes)) {
    for (const schema of schemas) known.set(keyOf(scope, schema.name), { scope, schema });
  }
  return known;
}

/** @param {Map<string, {scope: string, schema: Schema}>} known @param {string} pair */
function readPair(known, pair) {
  const cut = pair.indexOf("=");
  const key = decode(cut < 0 ? pair : pair.slice(0, cut));
  const text = cut < 0 ? "" : decode(pair.slice(cut + 1));
  const entry = known.get(key);
  if (!entry) {
    const near = nearest(key, [...known.keys()]);
    throw new Error(`${key} is not a setting of this page.${near ? ` Did you mean ${near}?` : ""}`);
  }
  const { scope, schema } = entry;
  return { scope, name: schema.name, value: parse(schema, text) };
}

/** A stray percent sign in a link must not stop the page. @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
