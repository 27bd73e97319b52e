import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";
import { areAsBuilt } from "../../../app/js/python/digest.js";

const BYTES = new Uint8Array(1000).map((_, index) => index % 251);
const SHA256 = createHash("sha256").update(BYTES).digest("hex");

/** @param {number} at */
const altered = (at) => BYTES.with(at, (BYTES[at] ?? 0) ^ 1);

const subtle = crypto.subtle;

/** @param {SubtleCrypto | undefined} value */
const setSubtle = (value) =>
  Object.defineProperty(crypto, "subtle", { value, configurable: true, writable: true });

afterEach(() => setSubtle(subtle));

for (const [where, value] of /** @type {const} */ ([
  ["where crypto.subtle is", subtle],
  ["without it, by fetch", undefined],
])) {
  test(`the bytes that were built are told from others, ${where}`, async () => {
    setSubtle(value);
    assert.equal(await areAsBuilt(BYTES, SHA256), true);
    for (const at of [0, 499, 999]) assert.equal(await areAsBuilt(altered(at), SHA256), false);
    assert.equal(await areAsBuilt(BYTES.slice(0, 999), SHA256), false);
    assert.equal(await areAsBuilt(new Uint8Array(0), SHA256), false);
  });
}

test("a hash that is cut short fits nothing", async () => {
  assert.equal(await areAsBuilt(BYTES, SHA256.slice(0, 32)), false);
});
