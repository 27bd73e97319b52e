// The browser's storage of runs, in IndexedDB: opened, upgraded, and never waited for in vain. Heads,
// tasks and arrays are of runs to go on with (saved.js), runs and records of finished ones (keptruns.js),
// edits of the package's files (edits.js), files and contents the visitor's data (datafiles.js).

import { openDB } from "idb";
import { patience } from "./patience.js";

/** @typedef {import("./saved.js").SavedHead} SavedHead */
/** @typedef {Omit<import("../pool/taskstate.js").SavedTask, "arrays">} SavedRest */

/**
 * @typedef {object} Stores
 * @property {{key: string, value: SavedHead}} heads by the run's id
 * @property {{key: string[], value: SavedRest}} tasks by run and task
 * @property {{key: string[], value: import("../pool/taskstate.js").ArrayValue}} arrays by run, task and name
 * @property {{key: string, value: import("./keptruns.js").KeptRun}} runs by id
 * @property {{key: string, value: Uint8Array<ArrayBuffer>}} records by the run's id
 * @property {{key: string, value: import("./edits.js").Edit}} edits by path
 * @property {{key: string, value: import("./datafiles.js").KeptFile}} files by name
 * @property {{key: string, value: Uint8Array<ArrayBuffer>}} contents by the file's name
 */
/** @typedef {Stores & import("idb").DBSchema} Kept */
/** @typedef {(keyof Stores)[]} Names */
/**
 * @template {IDBTransactionMode} Mode
 * @typedef {import("idb").IDBPTransaction<Kept, Names, Mode>} Transaction
 */

/** Storage that has not answered by then is taken for broken. */
const PATIENCE_MS = 5000;

/** Of each version, what it brought. @type {Names[]} */
const STORES = [
  ["heads", "tasks", "arrays"],
  [],
  ["runs", "records"],
  ["edits"],
  ["files", "contents"],
];
const VERSION = STORES.length;

/**
 * Version 1 kept one run an experiment, under the experiment's name; since version 2 every run has
 * an id. A run of version 1 keeps its name as its id, so that nothing else has to move.
 * @param {import("idb").IDBPDatabase<Kept>} db
 * @param {number} from
 * @param {Transaction<"versionchange">} transaction
 */
async function upgrade(db, from, transaction) {
  for (const name of STORES.slice(from).flat()) db.createObjectStore(name);
  if (from !== 1) return;
  for await (const cursor of transaction.objectStore("heads").iterate()) {
    /** @type {Partial<SavedHead>} */
    const had = cursor.value;
    const added = { id: cursor.key, owner: "", size: 0, backend: "" };
    const head = { ...added, done: 0, total: 0, finished: false, ...had };
    await cursor.update(/** @type {SavedHead} */ (head));
  }
}

/** While an older page keeps the storage from being upgraded, all who ask wait in one queue. */
let held = false;

/** @returns {Promise<import("idb").IDBPDatabase<Kept>>} */
function open() {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new Error("another tab holds the browser’s storage"));
    if (held) return refuse();
    /** @type {Promise<import("idb").IDBPDatabase<Kept>>} */
    const opened = openDB("mnist1d-lab", VERSION, {
      // What fails in it ends the opening, which tells.
      upgrade: (db, from, _, transaction) => void upgrade(db, from, transaction).catch(() => {}),
      blocked: () => {
        held = true;
        refuse();
      },
      // A tab with a later page must not wait for this one to be closed.
      blocking: (_from, _to, { target }) => /** @type {IDBDatabase} */ (target).close(),
    });
    opened.then(resolve, reject).finally(() => {
      held = false;
    });
  });
}

/**
 * Does something in one transaction, all of it or nothing; rejects when storage is forbidden, full
 * or does not answer.
 * @template T
 * @template {IDBTransactionMode} Mode
 * @param {Mode} mode
 * @param {(transaction: Transaction<Mode>) => Promise<T>} work waits for all that it writes
 * @returns {Promise<T>}
 */
export function within(mode, work) {
  const done = begin(mode, work);
  done.catch(() => {}); // it may fail after nobody waits any more
  return Promise.race([done, silence()]);
}

/**
 * @template T
 * @template {IDBTransactionMode} Mode
 * @param {Mode} mode
 * @param {(transaction: Transaction<Mode>) => Promise<T>} work
 */
async function begin(mode, work) {
  const db = await open();
  try {
    const transaction = db.transaction(STORES.flat(), mode);
    transaction.done.catch(() => {}); // told below, unless the work has failed first
    const answer = await work(transaction);
    await transaction.done;
    return answer;
  } finally {
    db.close();
  }
}

/** @returns {Promise<never>} */
function silence() {
  return new Promise((_, reject) => {
    patience(PATIENCE_MS, () => reject(new Error("the browser’s storage does not answer")));
  });
}

/** Why something is not stored, as the end of a sentence. @param {unknown} error */
export function reasonOf(error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === "QuotaExceededError") return "the browser’s storage is full";
  return message.replace(/\.$/, "") || "storage is forbidden";
}
