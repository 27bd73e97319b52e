import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, test } from "node:test";
import { supply } from "../../../app/js/start/images.js";

const BYTES = new Uint8Array([1, 2, 3, 4]);
const FILE = { url: "data-1/mnist.npz", bytes: 4, sha256: createHash("sha256").update(BYTES).digest("hex") };

const { fetch } = globalThis;
/** @type {string[]} */
let asked = [];
/** What the server sends. @type {Uint8Array<ArrayBuffer> | null} */
let sent = BYTES;

beforeEach(() => {
  asked = [];
  sent = BYTES;
  globalThis.fetch = async (url) => {
    asked.push(String(url));
    if (!sent) throw new TypeError("no network");
    return new Response(sent);
  };
});

afterEach(() => {
  globalThis.fetch = fetch;
});

function fakePool() {
  const files = new Map();
  return /** @type {any} */ ({
    files,
    /** @param {string} name @param {import("../../../app/js/pool/protocol.js").DataFiles} file */
    async addFile(name, file) {
      files.set(name, file);
      return "{}";
    },
  });
}

test("only the experiment that needs the images fetches them, once", async () => {
  const pool = fakePool();
  assert.equal(supply(FILE, "lottery", pool), null);
  await Promise.all([supply(FILE, "mnist", pool), supply(FILE, "mnist", pool)]);
  assert.deepEqual(asked, [FILE.url]);
  const { content, parts } = pool.files.get("mnist.npz");
  assert.deepEqual(new Uint8Array(await content.arrayBuffer()), BYTES);
  assert.deepEqual(parts, [{ name: "mnist.npz", size: 4 }]);
  assert.equal(supply(FILE, "mnist", pool), null);
});

test("what did not arrive as it was built is refused, and asked for again by the next press", async () => {
  const pool = fakePool();
  sent = null;
  await assert.rejects(async () => supply(FILE, "mnist", pool), /did not arrive: no network/);
  sent = BYTES.map((byte) => byte + 1);
  await assert.rejects(async () => supply(FILE, "mnist", pool), /not what was built/);
  assert.equal(pool.files.size, 0);
  sent = BYTES;
  await supply(FILE, "mnist", pool);
  assert.equal(pool.files.size, 1);
  assert.equal(asked.length, 3);
});
