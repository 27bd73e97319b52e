import assert from "node:assert/strict";
import { test } from "node:test";
import { readStaging, writeStaging } from "../../../app/js/state/staging.js";

/** @param {string} name */
const number = (name) =>
  /** @type {import("../../../app/js/state/schema.js").Schema} */ (
    /** @type {unknown} */ ({ name, kind: "int", default: 1 })
  );

const SCOPES = { data: [number("max_translation")], bench: [number("seed"), number("hidden")] };
const NOTHING = readStaging(SCOPES, "");

test("a search without any of it asks for nothing", () => {
  assert.deepEqual(readStaging(SCOPES, "?utm_source=mail"), NOTHING);
  assert.equal(writeStaging(NOTHING), "");
});

test("what is written is read again", () => {
  const staging = {
    ...NOTHING,
    fixed: [{ scope: "data", name: "max_translation" }],
    hidden: [
      { scope: "bench", name: "seed" },
      { scope: "bench", name: "hidden" },
    ],
    begin: /** @type {const} */ ("paused"),
    present: true,
    embed: true,
    only: "curve",
  };
  const search = writeStaging(staging);
  assert.equal(
    search,
    "?fix=max_translation&hide=bench.seed,bench.hidden&begin=paused&present=1&embed=1&only=curve",
  );
  assert.deepEqual(readStaging(SCOPES, search), staging);
});

test("what is no setting, and no way to begin, is named and left out", () => {
  const { refused, ...rest } = readStaging(SCOPES, "?fix=seed,bench.seed&begin=now&only=__proto__");
  assert.deepEqual(rest.fixed, [{ scope: "bench", name: "seed" }]);
  assert.equal(rest.begin, "");
  assert.equal(rest.only, "");
  assert.deepEqual(refused, [
    "seed is no setting that a link could fix.",
    "begin is paused or running, not now.",
    "only is curve or signals or weights, not __proto__.",
  ]);
});

test("a huge search is read only as far as a link may be long", () => {
  const search = `?fix=${"x,".repeat(100_000)}`;
  assert.ok(readStaging(SCOPES, search).refused.length <= 5);
});
