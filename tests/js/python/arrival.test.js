// A file that the first worker fetches: what the page makes of the worker's words, and of its silence.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchFile, wasRefused } from "../../../app/js/python/arrival.js";

const URL_ = "https://host.example/runtime/python.zip";
const BYTES = new Uint8Array([1, 2, 3]);
const FILE = { url: "runtime/python.zip", bytes: 3, sha256: "00" };

/** @typedef {import("../../../app/js/pool/protocol.js").FromAhead} FromAhead */

/** The page's side of a fetch that a worker does. @param {string} [url] */
function elsewhere(url = URL_) {
  const { port1, port2 } = new MessageChannel();
  let lose = () => {};
  /** @type {Promise<void>} */
  const lost = new Promise((resolve) => {
    lose = resolve;
  });
  const abort = new AbortController();
  /** @type {number[]} */
  const counted = [];
  const begun = { port: port1, lost };
  const arrived = fetchFile(FILE, url, (bytes) => counted.push(bytes), abort.signal, begun);
  const say = (/** @type {FromAhead} */ message) => port2.postMessage(message);
  return { arrived, say, lose, abort, counted, port2, close: () => port1.close() };
}

test("it is counted, handed over and then compared", async () => {
  const { arrived, say, counted } = elsewhere();
  say({ type: "bytes", bytes: 3 });
  say({ type: "arrived", part: BYTES.buffer });
  const { part, check } = await arrived;
  assert.deepEqual(counted, [3]);
  assert.equal(/** @type {ArrayBuffer} */ (part).byteLength, 3);
  say({ type: "checked" });
  await check();
});

test("one that was altered fails its check, and is asked for past the cache from then on", async () => {
  const url = `${URL_}?altered`;
  const { arrived, say } = elsewhere(url);
  say({ type: "arrived", part: BYTES.buffer });
  const { check } = await arrived;
  say({ type: "failed", message: "python.zip has been altered.", refused: true });
  await assert.rejects(check(), /altered/);
  assert.ok(wasRefused(url));
});

test("a network that fails refuses nothing", async () => {
  const url = `${URL_}?offline`;
  const { arrived, say } = elsewhere(url);
  say({ type: "failed", message: "python.zip: offline.", refused: false });
  await assert.rejects(arrived, /offline/);
  assert.ok(!wasRefused(url));
});

test("a worker that is lost before it arrives leaves the file to the page", async () => {
  const { arrived, lose, close } = elsewhere();
  const asked = globalThis.fetch;
  globalThis.fetch = async () => new Response(BYTES);
  lose();
  const { part } = await arrived;
  globalThis.fetch = asked;
  assert.equal(/** @type {ArrayBuffer} */ (part).byteLength, 3);
  close();
});

test("a worker that is lost before it has compared leaves nobody waiting", async () => {
  const { arrived, say, lose, close } = elsewhere();
  say({ type: "arrived", part: BYTES.buffer });
  const { check } = await arrived;
  lose();
  await assert.rejects(check(), /has not been compared/);
  close();
});

test("whoever gives up tells the worker, and hears no more of it", async () => {
  const { arrived, abort, port2, close } = elsewhere();
  const told = new Promise((resolve) => {
    port2.onmessage = ({ data }) => resolve(data);
  });
  abort.abort(new Error("No data."));
  await assert.rejects(arrived, /No data/);
  assert.equal(await told, "stop");
  close();
});
