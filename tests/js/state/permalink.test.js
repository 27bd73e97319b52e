import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHash, LONGEST_LINK, LONGEST_TEXT, toHash, withCode, withFile } from "../../../app/js/state/permalink.js";
import { defaults } from "../../../app/js/state/schema.js";
import { MODEL, NOISE, SCOPES, STEPS } from "../schemas.js";

/** @param {Record<string, Record<string, import("../../../app/js/state/schema.js").Value>>} changes */
function state(changes = {}) {
  return Object.fromEntries(
    Object.entries(SCOPES).map(([scope, schemas]) => [
      scope,
      { ...defaults(schemas), ...changes[scope] },
    ]),
  );
}

const HOME = "bench";
const THERE = { view: "data", part: "" };

test("at home with everything at its default the address is bare", () => {
  assert.equal(toHash(SCOPES, state(), { view: HOME, part: "" }, HOME), "");
  assert.equal(toHash(SCOPES, state(), THERE, HOME), "#/data");
  assert.equal(toHash(SCOPES, state(), { view: "data", part: "own" }, HOME), "#/data/own");
});

test("only what differs from its default is written", () => {
  const hash = toHash(SCOPES, state({ data: { noise: 0.1 }, lottery: { levels: [0, 0.9] } }), THERE, HOME);
  assert.equal(hash, "#/data?noise=0.1&lottery.levels=0,0.9");
});

test("a link read back gives the same settings", () => {
  const settings = state({ data: { shuffle: true }, lottery: { steps: 7, models: ["linear"] } });
  const { changes, refused } = fromHash(SCOPES, toHash(SCOPES, settings, THERE, HOME));
  const back = state();
  for (const { scope, name, value } of changes) Object.assign(back[scope] ?? {}, { [name]: value });
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
  const nothing = { settings: false, changes: [], refused: [], code: "", file: null };
  assert.deepEqual(fromHash(SCOPES, "#tickets"), nothing);
  assert.deepEqual(fromHash(SCOPES, ""), nothing);
  assert.deepEqual(fromHash(SCOPES, "#/tickets"), { ...nothing, settings: true });
});

test("another version is refused as a whole, broken escapes harm nothing", () => {
  assert.match(fromHash(SCOPES, "#v2&noise=0.1").refused[0] ?? "", /version v2/);
  assert.equal(fromHash(SCOPES, "#v1&noise=%E0%A4%A").refused.length, 1);
});

test("a short text travels in the link, a long one does not", () => {
  const text = { ...SCOPES.data?.[0], name: "templates", kind: "text", default: "", length: [0, 20_000] };
  const scopes = { data: [/** @type {import("../../../app/js/state/schema.js").Schema} */ (text)] };
  const drawn = "0: 5 6 7 5\n1: 5 4 3 5";
  const hash = toHash(scopes, { data: { templates: drawn } }, THERE, HOME);
  assert.deepEqual(fromHash(scopes, hash).changes, [{ scope: "data", name: "templates", value: drawn }]);
  assert.equal(toHash(scopes, { data: { templates: "5 ".repeat(LONGEST_TEXT) } }, THERE, HOME), "#/data");
});

test("links of the first edition are read", () => {
  const { changes, refused } = fromHash(SCOPES, "#v1&noise=0.1&lottery.steps=7");
  assert.deepEqual(refused, []);
  assert.deepEqual(changes.map(({ scope, name, value }) => [scope, name, value]), [
    ["data", "noise", 0.1],
    ["lottery", "steps", 7],
  ]);
});

test("code is no setting: it is handed over apart", () => {
  const code = "def score(a, b, c):\n    return a & b % 3 == '='\n";
  for (const hash of ["", "#/tickets", "#/tickets/keep?noise=0.1"]) {
    const link = fromHash(SCOPES, withCode(hash, code));
    assert.equal(link.code, code);
    assert.deepEqual(link.refused, []);
    assert.equal(link.changes.length, hash.includes("?") ? 1 : 0);
  }
});

test("a huge link is refused in one short sentence", () => {
  const long = fromHash(SCOPES, `#/data?noise=0.1&x=${"y".repeat(LONGEST_LINK)}`);
  assert.deepEqual(long.changes, []);
  assert.match(long.refused.join(" "), /^This link is too long to be read: 16,\d{3} characters, of at most 16,384\.$/);
  const many = fromHash(SCOPES, `#v1${"&noise=0.1".repeat(600)}`);
  assert.deepEqual(many.changes, []);
  assert.match(many.refused.join(" "), /^This link holds too many settings: 60\d, of at most 500\.$/);
});

test("what is refused is named, but neither at length nor without end", () => {
  const one = fromHash(SCOPES, `#/data?${"k".repeat(5000)}=1&noise=${"9".repeat(5000)}`);
  assert.equal(one.refused.length, 2);
  for (const sentence of one.refused) assert.ok(sentence.length < 200, sentence);
  const many = fromHash(SCOPES, `#/data?${Array.from({ length: 300 }, (_, i) => `x${i}=1`).join("&")}`);
  assert.equal(many.refused.length, 6);
  assert.equal(many.refused.at(-1), "And 295 more.");
});

test("a lesson and its step stand in an address as settings of their own", () => {
  const lesson = [
    { ...MODEL, name: "lesson", default: "", choices: ["", "a-ticket"] },
    { ...STEPS, name: "step", default: 0, low: 0 },
  ];
  const scopes = { data: [NOISE], lesson };
  const params = { data: { noise: 0.5 }, lesson: { lesson: "a-ticket", step: 3 } };
  const hash = toHash(scopes, params, { view: "bench", part: "" }, "bench");
  assert.equal(hash, "#/bench?noise=0.5&lesson=a-ticket&step=3");
  assert.deepEqual(fromHash(scopes, hash).changes, [
    { scope: "data", name: "noise", value: 0.5 },
    { scope: "lesson", name: "lesson", value: "a-ticket" },
    { scope: "lesson", name: "step", value: 3 },
  ]);
  const both = fromHash(scopes, hash).changes.slice(1);
  assert.deepEqual(fromHash(scopes, "#/lessons/a-ticket?step=3").changes, both);
  assert.deepEqual(fromHash(scopes, "#/lessons/other?lesson=a-ticket&step=3").changes, both);
  assert.match(fromHash(scopes, "#/lessons/other?step=3").refused[0] ?? "", /^lesson must be/);
  assert.deepEqual(fromHash(scopes, "#/lessons/a-ticket").changes, []);
  assert.match(fromHash(scopes, "#/lessons?lesson=other").refused[0] ?? "", /^lesson must be/);
});

test("a link carries one changed file, which is no setting", () => {
  const file = { path: "nn/layers.py", packed: "a-Z_9" };
  const hash = toHash(SCOPES, state({ data: { noise: 0.1 } }), { view: "code", part: "" }, HOME);
  const link = fromHash(SCOPES, withFile(hash, file));
  assert.deepEqual(link.file, file);
  assert.deepEqual([link.refused, link.changes.length], [[], 1]);
  assert.equal(withFile("", file), "#/code?code.file=nn%2Flayers.py&code.text=a-Z_9");
  for (const half of ["#/code?code.file=nn/layers.py", "#/code?code.text=abc", "#/code"]) {
    assert.equal(fromHash(SCOPES, half).file, null);
  }
});
