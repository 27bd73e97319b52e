// Texts that travel in an address: back as they were, never more than is asked for, and no riddle.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { LONGEST_PACKED, packText, unpackText } from "../../../app/js/state/textlink.js";

const PACKAGE = join(import.meta.dirname, "../../../py/mnist1d_lab");

test("a text comes back as it was, in letters that addresses leave alone", async () => {
  const texts = ["", "x", "é\u2028😀\n\t", "a = 1\n".repeat(3000)];
  for (const text of texts) {
    const packed = await packText(text);
    assert.match(packed, /^[\w-]*$/);
    assert.equal(await unpackText(packed, 100_000), text);
    assert.equal(inflateSync(Buffer.from(packed, "base64url")).toString(), text);
  }
});

test("files of the package fit", async () => {
  for (const path of ["nn/layers.py", "experiments/shared/ticket_search.py", "ops/simd.py"]) {
    const packed = await packText(readFileSync(join(PACKAGE, path), "utf8"));
    assert.ok(packed.length < LONGEST_PACKED, `${path}: ${packed.length}`);
  }
});

test("a few characters that stand for very many are given up early", async () => {
  const packed = await packText("0".repeat(5_000_000));
  assert.ok(packed.length < LONGEST_PACKED);
  await assert.rejects(unpackText(packed, 500_000), /^Error: it is longer than 500,000 bytes$/);
});

test("what is no such text is called damaged", async () => {
  const whole = await packText("a = 1\n".repeat(300));
  for (const packed of ["%", "*", "AAAA", whole.slice(0, -4), `${whole.slice(0, 9)}AAAA${whole.slice(13)}`]) {
    await assert.rejects(unpackText(packed, 1000_000), /^Error: it is damaged$/, packed);
  }
});
