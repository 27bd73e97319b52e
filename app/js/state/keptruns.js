// Finished runs that stay: what is said of each, and its record as the package's own file. All tabs
// write into one store; each change is one transaction, so that none is lost or mixed.

import { within } from "./database.js";
import { byTurn, nextTurn } from "./turns.js";
import { isTime } from "./wholesaved.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * @typedef {object} KeptRun
 * @property {string} id
 * @property {number} at when it was kept, in milliseconds since 1970
 * @property {number} [turn] the same, among all of them (turns.js)
 * @property {string} experiment
 * @property {import("./schema.js").Values} params
 * @property {string} version
 * @property {string} backend
 * @property {number} elapsed seconds of computing
 * @property {string} hash SHA-256 of what was found, as Python's Record.result_hash
 * @property {number} rows how many
 * @property {string} panel the panel of the page that ran it, or ""
 * @property {string} origin the file that it came from, or ""
 * @property {boolean} altered the file names another hash than what is in it has
 * @property {number} size bytes, as stored
 * @property {boolean} packed the record is stored as gzip
 * @property {string} name given by the visitor, or ""
 * @property {boolean} pinned never dropped to make room
 * @property {string[]} [networks] of which the record has the trained weights
 * @property {{verdict: "same" | "close" | "different", sentence: string}} [again] what came out when it was done again
 */

/** @typedef {{run: KeptRun, bytes: Bytes}} Whole a run with its record, as stored */

/** What all of them may take together; past it the oldest that is not pinned goes. */
export const ROOM_BYTES = 200_000_000;

/** @type {Set<() => void>} */
const listeners = new Set();
/** By which tabs tell each other of a change. @type {BroadcastChannel | null} */
let channel = null;

function tell() {
  for (const listener of listeners) listener();
}

function listen() {
  channel ??= new BroadcastChannel("mnist1d-lab/runs");
  channel.onmessage = tell;
  return channel;
}

function changed() {
  listen().postMessage("changed");
  tell();
}

/** @param {() => void} listener of any change, by whichever tab */
export function subscribe(listener) {
  listeners.add(listener);
  listen();
}

/** All kept runs, the newest first. @returns {Promise<KeptRun[]>} */
export async function allRuns() {
  const runs = await within("readonly", (transaction) => transaction.objectStore("runs").getAll());
  return runs.filter(isWhole).sort(byTurn).reverse();
}

/** Storage may be damaged, or written by something else. @param {KeptRun} run */
function isWhole(run) {
  const texts = [run?.id, run?.experiment, run?.hash, run?.name, run?.version, run?.backend];
  return (
    texts.every((text) => typeof text === "string") &&
    run.params !== null &&
    typeof run.params === "object" &&
    isTime(run.at) &&
    (run.turn === undefined || Number.isSafeInteger(run.turn)) &&
    Number.isFinite(run.size)
  );
}

/**
 * Keeps a run, and lets the oldest unpinned ones go where there is no room for it. One that found to
 * the bit what a kept one had found, by the same settings and program, is that one again.
 * @param {Whole} whole
 * @param {number} [room] bytes
 * @returns {Promise<KeptRun[]>} what went, to be told
 * @throws {Error} where pinned runs leave no room
 */
export async function keep({ run, bytes }, room = ROOM_BYTES) {
  const gone = await within("readwrite", async (transaction) => {
    const runs = transaction.objectStore("runs");
    const all = (await runs.getAll()).filter(isWhole);
    const known = all.find((other) => isSame(other, run));
    // What was removed and comes back takes its old place.
    const turn = run.turn ?? nextTurn(all);
    if (known) {
      if (known.id !== run.id) await runs.put({ ...known, at: run.at, turn }, known.id);
      return [];
    }
    const before = all.find(({ id }) => id === run.id);
    const others = all.filter((other) => other !== before);
    const leaving = toMakeRoom(others, room - run.size);
    const { name, pinned } = before ?? run;
    await Promise.all([
      ...leaving.map(({ id }) => erase(transaction, id)),
      runs.put({ ...run, name, pinned, turn }, run.id),
      transaction.objectStore("records").put(bytes, run.id),
    ]);
    return leaving;
  });
  changed();
  return gone;
}

/** Whether both found the same, with the same settings and the same program. @param {KeptRun} a @param {KeptRun} b */
export function isSame(a, b) {
  return told(a) === told(b);
}

/** @param {KeptRun} run */
function told({ hash, experiment, version, backend, altered, params }) {
  const settings = Object.entries(params).sort(([x], [y]) => (x < y ? -1 : 1));
  return JSON.stringify([hash, experiment, version, backend, altered, settings]);
}

/**
 * The oldest unpinned ones without which the others fit into so many bytes.
 * @template {Pick<KeptRun, "size" | "at" | "pinned">} Kept
 * @param {Kept[]} runs @param {number} room
 */
export function toMakeRoom(runs, room) {
  let size = runs.reduce((sum, run) => sum + run.size, 0);
  const leaving = [];
  for (const run of runs.filter(({ pinned }) => !pinned).sort(byTurn)) {
    if (size <= room) break;
    size -= run.size;
    leaving.push(run);
  }
  if (size > room) throw new Error("what is pinned leaves no room for it");
  return leaving;
}

/** @param {import("./database.js").Transaction<"readwrite">} transaction @param {string} id */
function erase(transaction, id) {
  return Promise.all(
    /** @type {const} */ (["runs", "records"]).map((name) =>
      transaction.objectStore(name).delete(id),
    ),
  );
}

/** @param {string} id @param {Partial<Pick<KeptRun, "name" | "pinned" | "again">>} patch */
export async function change(id, patch) {
  await within("readwrite", async (transaction) => {
    const runs = transaction.objectStore("runs");
    const run = await runs.get(id);
    if (!run) throw new Error("it is not kept any more");
    await runs.put({ ...run, ...patch }, id);
  });
  changed();
}

/** @param {string} id @returns {Promise<Whole | null>} what was removed, so that it can be kept again; null for a damaged run */
export async function remove(id) {
  const whole = await within("readwrite", async (transaction) => {
    const found = await findWhole(transaction, id);
    await erase(transaction, id);
    return found;
  });
  changed();
  return whole;
}

/** @param {string} id @returns {Promise<Blob>} the record as a file of JSON */
export async function recordOf(id) {
  const whole = await within("readonly", (transaction) => findWhole(transaction, id));
  if (!whole) throw new Error("it is not kept any more");
  const { run, bytes } = whole;
  if (!run.packed) return new Blob([bytes]);
  return through(new DecompressionStream("gzip"), new Blob([bytes])).catch(() => {
    throw new Error("its record is damaged");
  });
}

/** @param {import("./database.js").Transaction<"readonly" | "readwrite">} transaction @param {string} id @returns {Promise<Whole | null>} */
async function findWhole(transaction, id) {
  const [run, bytes] = await Promise.all([
    transaction.objectStore("runs").get(id),
    transaction.objectStore("records").get(id),
  ]);
  return run && bytes ? { run, bytes } : null;
}

/** A record as it is stored: masks in base64 take a tenth of their size. @param {Blob} record @returns {Promise<{bytes: Bytes, packed: boolean}>} */
export async function packed(record) {
  const can = typeof CompressionStream !== "undefined";
  const stored = can ? await through(new CompressionStream("gzip"), record) : record;
  return { bytes: new Uint8Array(await stored.arrayBuffer()), packed: can };
}

/** @param {CompressionStream | DecompressionStream} stream @param {Blob} content */
function through(stream, content) {
  return new Response(content.stream().pipeThrough(stream)).blob();
}
