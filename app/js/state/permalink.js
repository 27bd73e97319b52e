// The address: `#/tickets/controls?max_translation=0&lottery.trials=3` names a view, a part of it and
// the settings. Only values that differ from their defaults are written, and every one is checked
// when it is read. Data parameters stand alone, those of an experiment carry its name, because
// `steps` means another thing in each. Links of the first edition, `#v1&lottery.trials=3`, are read.

import { shortened } from "./quote.js";
import { nearest, parse, same, write } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./schema.js").Value} Value */
/** @typedef {import("./schema.js").Values} Values */

/** @typedef {{view: string, part: string}} Place `part` is "" at the head of the view */

/**
 * @typedef {object} View One line of templates/views.html.j2.
 * @property {string} name of its address, its section, and the folder of its template and module
 * @property {string} title
 * @property {boolean} mounts whether js/views/<name>/mount.js brings it to life
 * @property {boolean} [recorded] whether it shows recorded runs
 * @property {boolean} data whether the settings of the data act in it
 * @property {string[]} shows experiments that have a part made for them in it
 * @property {{id: string, title: string, scopes?: string[]}[]} parts in their order, the head of the view first
 */

/**
 * @typedef {object} Places What start/place.js leaves in window.labPlaces.
 * @property {View[]} views
 * @property {(hash: string) => Place} of where a hash leads
 * @property {(name: string) => void} show
 */

/**
 * @typedef {object} Link What an address says.
 * @property {boolean} settings whether it is about settings at all: `#tickets` is not
 * @property {{scope: string, name: string, value: Value}[]} changes
 * @property {string[]} refused one sentence for each thing that could not be used
 * @property {string} code a criterion, which is no setting: the visitor is asked before it may run
 * @property {LinkedFile | null} file a changed file of the package, about which the visitor is asked too
 */

/** @typedef {{path: string, packed: string}} LinkedFile `packed` as by textlink.js */

const OLD = /^#v(\d+)(?:&|$)/;
const OLD_VERSION = "1";
const CODE = "lottery.criterion_code";
const FILE_PATH = "code.file";
const FILE_TEXT = "code.text";

/** Longer addresses are cut by some of the programs that people paste them into. */
export const LONGEST_TEXT = 2000;
export const LONGEST_LINK = 16_384;
const MOST_PAIRS = 500;
const MOST_REFUSALS = 5;

/** Scopes whose settings stand alone in an address. */
const ALONE = ["data", "lesson"];

/** @param {string} scope @param {string} name */
export function keyOf(scope, name) {
  return ALONE.includes(scope) ? name : `${scope}.${name}`;
}

/**
 * @param {Record<string, Schema[]>} scopes
 * @param {Record<string, Values>} params
 * @param {Place} place
 * @param {string} home the view that is shown where an address names none
 * @returns {string} the hash with its "#", or "" at the head of `home` with everything at its default
 */
export function toHash(scopes, params, { view, part }, home) {
  const pairs = settingsOf(scopes, params);
  if (view === home && part === "" && pairs.length === 0) return "";
  const path = `#/${view}${part && `/${part}`}`;
  return pairs.length > 0 ? `${path}?${pairs.join("&").replaceAll("%2C", ",")}` : path;
}

/** @param {Record<string, Schema[]>} scopes @param {Record<string, Values>} params */
function settingsOf(scopes, params) {
  const pairs = [];
  for (const [scope, schemas] of Object.entries(scopes)) {
    for (const schema of schemas) {
      const value = params[scope]?.[schema.name];
      if (value === undefined || same(value, schema.default)) continue;
      const text = encodeURIComponent(write(value));
      if (schema.kind === "text" && text.length > LONGEST_TEXT) continue;
      pairs.push(`${keyOf(scope, schema.name)}=${text}`);
    }
  }
  return pairs;
}

/** @param {string} hash an address as toHash writes it @param {string} code */
export function withCode(hash, code) {
  const head = hash.includes("?") ? `${hash}&` : `${hash || "#/tickets/criterion"}?`;
  return `${head}${CODE}=${encodeURIComponent(code)}`;
}

/** @param {string} hash an address as toHash writes it @param {LinkedFile} file */
export function withFile(hash, { path, packed }) {
  const pairs = `${FILE_PATH}=${encodeURIComponent(path)}&${FILE_TEXT}=${packed}`;
  return hash.includes("?") ? `${hash}&${pairs}` : `${hash || "#/code"}?${pairs}`;
}

/**
 * What a hash says of settings; where it leads is told by start/place.js.
 * @param {Record<string, Schema[]>} scopes
 * @param {string} hash
 * @returns {Link}
 */
export function fromHash(scopes, hash) {
  const old = OLD.exec(hash.slice(0, 20));
  const nothing = { settings: false, changes: [], refused: [], code: "", file: null };
  if (!old && !hash.startsWith("#/")) return nothing;
  const refusal = refusedWhole(hash, old?.[1]);
  if (refusal) return { ...nothing, settings: true, refused: [refusal] };
  const query = old ? hash.slice(old[0].length) : hash.slice(hash.indexOf("?") + 1);
  if (!old && !hash.includes("?")) return { ...nothing, settings: true };
  return { settings: true, ...readPairs(scopes, [...lessonOf(hash, query), ...query.split("&")]) };
}

/** `#/lessons/NAME?step=2` is a teacher's link: its part names the lesson. @param {string} hash @param {string} query */
function lessonOf(hash, query) {
  const name = /^#\/lessons\/([^?/]+)\?/.exec(hash)?.[1];
  const step = /(^|&)step=/.test(query) && !/(^|&)lesson=/.test(query);
  return name && step ? [`lesson=${name}`] : [];
}

/** @param {string} hash @param {string} [version] */
function refusedWhole(hash, version = OLD_VERSION) {
  const length = hash.length.toLocaleString("en");
  if (hash.length > LONGEST_LINK)
    return `This link is too long to be read: ${length} characters, of at most ${LONGEST_LINK.toLocaleString("en")}.`;
  if (version !== OLD_VERSION)
    return `This link was made for version v${version} of the settings; this page reads v${OLD_VERSION}.`;
  const pairs = hash.split("&").length;
  return pairs > MOST_PAIRS
    ? `This link holds too many settings: ${pairs.toLocaleString("en")}, of at most ${MOST_PAIRS}.`
    : "";
}

/** @param {Record<string, Schema[]>} scopes @param {string[]} pairs @returns {Omit<Link, "settings">} */
function readPairs(scopes, pairs) {
  const known = knownKeys(scopes);
  const changes = [];
  const refused = [];
  /** @type {Record<string, string>} */
  const texts = { [CODE]: "", [FILE_PATH]: "", [FILE_TEXT]: "" };
  for (const pair of pairs) {
    if (pair === "") continue;
    const cut = pair.indexOf("=");
    const key = decode(cut < 0 ? pair : pair.slice(0, cut));
    const text = cut < 0 ? "" : decode(pair.slice(cut + 1));
    if (Object.hasOwn(texts, key)) {
      texts[key] = text;
      continue;
    }
    try {
      changes.push(readPair(known, key, text));
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
    }
  }
  const { [CODE]: code = "", [FILE_PATH]: path = "", [FILE_TEXT]: packed = "" } = texts;
  return { changes, refused: few(refused), code, file: path && packed ? { path, packed } : null };
}

/** @param {string[]} refused */
function few(refused) {
  const more = refused.length - MOST_REFUSALS;
  return more > 0 ? [...refused.slice(0, MOST_REFUSALS), `And ${more} more.`] : refused;
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

/** @param {Map<string, {scope: string, schema: Schema}>} known @param {string} key @param {string} text */
function readPair(known, key, text) {
  const entry = known.get(key);
  if (!entry) {
    const near = nearest(key, [...known.keys()]);
    const hint = near ? ` Did you mean ${near}?` : "";
    throw new Error(`${shortened(key)} is not a setting of this page.${hint}`);
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
