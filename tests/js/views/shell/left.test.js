import assert from "node:assert/strict";
import { test } from "node:test";
import { keepText } from "../../../../app/js/state/storage.js";
import { LeftEntries } from "../../../../app/js/views/shell/left.js";

const KEY = "mnist1d-lab.left";

test("an entry says what it was left with, before its address, and an empty one all defaults", () => {
  const left = new LeftEntries();
  assert.equal(left.of(1, "#/data?max_translation=3"), "#/data?max_translation=3");
  assert.equal(left.of(1, ""), "#/");
  left.keep(1, "#/data?max_translation=7");
  assert.equal(left.of(1, "#/data?max_translation=3"), "#/data?max_translation=7");
  left.keep(1, "");
  assert.equal(left.of(1, "#/data?max_translation=3"), "#/");
});

test("it outlives a reload, but for what was left long ago", () => {
  const left = new LeftEntries();
  for (let entry = 0; entry < 60; entry++) left.keep(entry, `#/data?max_translation=${entry}`);
  left.keep(10, "#/again");
  left.save({ link: 1, entry: 10 });
  const anew = new LeftEntries();
  assert.deepEqual(anew.last, { link: 1, entry: 10 });
  assert.equal(anew.of(59, ""), "#/data?max_translation=59");
  assert.equal(anew.of(10, ""), "#/again");
  assert.equal(anew.of(5, "#/its own"), "#/its own");
});

test("what is not ours is passed over", () => {
  const others = ["{", "3", "[3]", "[[1, 2]]", "null", '{"hashes": [[1, 2]], "last": 3}'];
  for (const text of others) {
    keepText("tab", KEY, text);
    const left = new LeftEntries();
    assert.equal(left.of(1, "#/its own"), "#/its own", text);
    assert.equal(left.last, null, text);
  }
});
