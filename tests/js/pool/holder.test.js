// The worker that has fetched Python's files itself is started without them, and whoever comes in its
// place with all of them.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Pool } from "../../../app/js/pool/pool.js";
import { FakeWorker, noWorkersYet, settle } from "./fakeworker.js";

/** @typedef {import("../../../app/js/pool/protocol.js").Assets} Assets */

beforeEach(noWorkersYet);

/** The files that each worker was started with. */
function given() {
  return FakeWorker.all.map(({ heard }) => {
    const boot = heard.find(({ type }) => type === "boot");
    return boot?.type === "boot" ? Object.keys(boot.assets.files) : [];
  });
}

test("the first worker has its files, the others and its successor are given them", async () => {
  const holder = /** @type {Worker} */ (/** @type {unknown} */ (new FakeWorker()));
  const workers = [holder];
  const spawn = () =>
    workers.pop() ?? /** @type {Worker} */ (/** @type {unknown} */ (new FakeWorker()));
  const files = { "https://host.example/python.zip": new ArrayBuffer(1) };
  const pool = new Pool({
    size: 2,
    spawn,
    assets: /** @type {Assets} */ (/** @type {unknown} */ ({ files })),
    holder,
    onChange: () => {},
    onFatal: () => assert.fail("no worker is left"),
  });
  await pool.boot();
  pool.grow();
  await settle();
  const all = Object.keys(files);
  assert.deepEqual(given(), [[], all]);
  FakeWorker.all[0]?.onerror({ message: "it died" });
  await settle();
  assert.deepEqual(given(), [[], all, all]);
});
