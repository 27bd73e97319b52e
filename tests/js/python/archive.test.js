// Archives are read as Python's own zipfile wrote them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { storedMembers } from "../../../app/js/python/archive.js";

const WRITE = `
import io, sys, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w", getattr(zipfile, sys.argv[1])) as archive:
    archive.mkdir("folder")
    archive.writestr("folder/empty", b"")
    archive.writestr("folder/bytes", bytes(range(256)) * 300)
    archive.writestr("größe.txt", "α".encode())
sys.stdout.buffer.write(buffer.getvalue())
`;

/** @param {"ZIP_STORED" | "ZIP_DEFLATED"} how */
function written(how) {
  const bytes = execFileSync("python3", ["-c", WRITE, how], { encoding: "buffer" });
  return new Uint8Array(bytes).buffer;
}

test("the members of a stored archive, in order, folders left out", () => {
  const members = storedMembers(written("ZIP_STORED")) ?? [];
  assert.deepEqual(
    members.map(({ name }) => name),
    ["folder/empty", "folder/bytes", "größe.txt"],
  );
  assert.deepEqual(
    members.map(({ bytes }) => bytes.length),
    [0, 76800, 2],
  );
  assert.ok(members[1]?.bytes.every((byte, index) => byte === index % 256));
  assert.equal(new TextDecoder().decode(members[2]?.bytes), "α");
});

test("a compressed archive is left to others", () => {
  assert.equal(storedMembers(written("ZIP_DEFLATED")), null);
});

test("what is no whole archive is refused", () => {
  const whole = written("ZIP_STORED");
  assert.throws(() => storedMembers(whole.slice(0, -1)), /damaged/);
  assert.throws(() => storedMembers(new ArrayBuffer(4)), /damaged/);
});
