// What a screen reader is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../../../../app/js/views/shell/announcer.js";

test("a text becomes a whole sentence, under its name", () => {
  assert.equal(sentence("  22 % done\n after 3 s "), "22 % done after 3 s.");
  assert.equal(sentence("Finished in 3 s.", "Train"), "Train: Finished in 3 s.");
  assert.equal(sentence("  ", "Train"), "");
});
