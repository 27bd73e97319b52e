import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHash, LONGEST_TEXT, toHash } from "../../app/js/permalink.js";
import { defaults } from "../../app/js/schema.js";
import { SCOPES } from "./schemas.js";

/** @param {Record<string, Record<string, import("../../app/js/schema.js").Value>>} changes */
function state(changes = {}) {
  return Object.fromEntries(
    Object.entries(SCOPES).map(([scope, schemas]) => [
      scope,
      { ...defaults(schemas), ...changes[scope] },
    ]),
  );
}

test("defaults make no link", () => {
  assert.equal(toHash(SCOPES, state()), "");
});

test("only what differs from its default is written", () => {
  const hash = toHash(SCOPES, state({ data: { noise: 0.1 }, lottery: { levels: [0, 0.9] } }));
  assert.equal(hash, "#v1&noise=0.1&lottery.levels=0,0.9");
});

test("a link read back gives the same settings", () => {
  const settings = state({ data: { shuffle: true }, lottery: { steps: 7, models: ["linear"] } });
  const { link, changes, refused } = fromHash(SCOPES, toHash(SCOPES, settings));
  const back = state();
  for (const { scope, name, value } of changes) Object.assign(back[scope] ?? {}, { [name]: value });
  assert.equal(link, true);
  assert.deepEqual(refused, []);
  assert.deepEqual(back, settings);
});

test("bad parts are refused one by one, the good ones stay", () => {
  const { changes, refused } = fromHash(SCOPES, "#v1&noise=9&lottery.steps=12&nois=1&shuffle=maybe");
  assert.deepEqual(changes, [{ scope: "lottery", name: "steps", value: 12 }]);
  assert.deepEqual(refused, [
    "noise must be a number from 0 to 2; got 9.",
    "nois is not a setting of this page. Did you mean noise?",
    'shuffle must be true or false; got "maybe".',
  ]);
});

test("an anchor is not a link of settings", () => {
  assert.deepEqual(fromHash(SCOPES, "#tickets"), { link: false, changes: [], refused: [] });
  assert.equal(fromHash(SCOPES, "").link, false);
});

test("another version is refused as a whole, broken escapes harm nothing", () => {
  assert.match(fromHash(SCOPES, "#v2&noise=0.1").refused[0] ?? "", /version v2/);
  assert.equal(fromHash(SCOPES, "#v1&noise=%E0%A4%A").refused.length, 1);
});

test("a short text travels in the link, a long one does not", () => {
  const text = { ...SCOPES.data?.[0], name: "templates", kind: "text", default: "", length: [0, 20_000] };
  const scopes = { data: [/** @type {import("../../app/js/schema.js").Schema} */ (text)] };
  const drawn = "0: 5 6 7 5\n1: 5 4 3 5";
  const hash = toHash(scopes, { data: { templates: drawn } });
  assert.deepEqual(fromHash(scopes, hash).changes, [{ scope: "data", name: "templates", value: drawn }]);
  assert.equal(toHash(scopes, { data: { templates: "5 ".repeat(LONGEST_TEXT) } }), "");
});
