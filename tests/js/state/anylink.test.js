// Links made up at random, 2,000 of them from a seed: whatever is in one, reading it gives settings
// that their schemas allow and a few short sentences, in milliseconds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHash, keyOf, toHash } from "../../../app/js/state/permalink.js";
import { check, defaults } from "../../../app/js/state/schema.js";
import { readStaging } from "../../../app/js/state/staging.js";
import { SCOPES } from "../schemas.js";

const CASES = 2000;
const LONGEST_SENTENCE = 250;

/** Mulberry32. @param {number} seed @returns {() => number} from 0 to 1 */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const KNOWN = Object.entries(SCOPES).flatMap(([scope, schemas]) => schemas.map(({ name }) => keyOf(scope, name)));
const KEYS = [...KNOWN, "__proto__", "constructor", "toString", "lottery.", ".", "", "nois", "k".repeat(5000), "%", "<b>"];
const TEXTS = ["0.1", "1e308", "-1", "NaN", "Infinity", "0x10", "1_0", "true", "mlp", "mlp,mlp", "0,0.5,,", "", " ", "%E0%A4%A", "٣", "9".repeat(400), "x".repeat(5000), "<img src=x onerror=alert(1)>", "__proto__", "null", "[object Object]", "1\u0000"];
const GOOD = ["noise=0.1", "noise=1e-3", "shuffle=true", "lottery.steps=7", "lottery.model=linear", "lottery.models=mlp,linear", "lottery.levels=0,0.5"];
const HEADS = ["#v1&", "#/data?", "#/tickets/keep?", "#/?", "#/__proto__?", "#v1", "#/data", "#v99&", "#", ""];

/** @param {() => number} random */
function linkOf(random) {
  /** @template T @param {T[]} list */
  const one = (list) => /** @type {T} */ (list[Math.floor(random() * list.length)]);
  const noise = () => Array.from({ length: 6 }, () => String.fromCharCode(random() * 0xffff)).join("");
  const pairs = Array.from({ length: Math.floor(random() * 8) }, () => {
    if (random() < 0.4) return one(GOOD);
    const key = random() < 0.2 ? noise() : one(KEYS);
    const text = random() < 0.2 ? noise() : one(TEXTS);
    return `${random() < 0.5 ? key : key.replaceAll("%", "%25")}${one(["=", "", "=="])}${text}`;
  });
  return one(HEADS) + pairs.join(one(["&", "&", "&&", "?"]));
}

test("any link gives allowed settings and a few short sentences", () => {
  const random = randomOf(18);
  let changed = 0;
  let refusals = 0;
  for (let number = 0; number < CASES; number++) {
    const hash = linkOf(random);
    const { changes, refused } = fromHash(SCOPES, hash);
    for (const { scope, name, value } of changes) {
      const schema = SCOPES[scope]?.find((other) => other.name === name);
      assert.ok(schema, hash);
      assert.deepEqual(check(schema, value), value);
    }
    assert.ok(refused.length <= 6, hash);
    for (const sentence of refused) {
      assert.ok(sentence.endsWith(".") || sentence.endsWith("?"), sentence);
      assert.ok(sentence.length <= LONGEST_SENTENCE, sentence);
    }
    changed += changes.length;
    refusals += refused.length;
  }
  assert.ok(changed > 300 && refusals > 1000, `${changed} settings, ${refusals} refusals`);
  assert.equal(Object.getPrototypeOf({}).polluted, undefined);
  assert.equal(Object.hasOwn(Object.prototype, "noise"), false);
});

test("what a link was read as is written as a link that reads the same", () => {
  const random = randomOf(49);
  for (let number = 0; number < CASES; number++) {
    /** @type {Record<string, import("../../../app/js/state/schema.js").Values>} */
    const params = Object.fromEntries(Object.entries(SCOPES).map(([scope, schemas]) => [scope, defaults(schemas)]));
    const { changes } = fromHash(SCOPES, linkOf(random));
    for (const { scope, name, value } of changes) Object.assign(params[scope] ?? {}, { [name]: value });
    const again = structuredClone(params);
    for (const [scope, schemas] of Object.entries(SCOPES)) again[scope] = defaults(schemas);
    const read = fromHash(SCOPES, toHash(SCOPES, params, { view: "data", part: "" }, "bench"));
    assert.deepEqual(read.refused, []);
    for (const { scope, name, value } of read.changes) Object.assign(again[scope] ?? {}, { [name]: value });
    assert.deepEqual(again, params);
  }
});

test("any search before the hash gives known settings and a few short sentences", () => {
  const random = randomOf(37);
  for (let number = 0; number < CASES; number++) {
    const link = linkOf(random);
    const words = link.slice(link.indexOf("?") + 1).replaceAll("=", ",");
    const search = `?hide=${words}&fix=${words}&begin=${words}&only=${words}&embed=1`;
    const { fixed, hidden, refused, begin } = readStaging(SCOPES, search);
    for (const { scope, name } of [...fixed, ...hidden]) assert.ok(KNOWN.includes(keyOf(scope, name)));
    assert.ok(["", "paused", "running"].includes(begin));
    assert.ok(refused.length <= 5);
    for (const sentence of refused) assert.ok(sentence.length <= LONGEST_SENTENCE, sentence);
  }
});
