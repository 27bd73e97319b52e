// The latest checkpoints of a run in IndexedDB, so that a reload or a closed lid loses nothing.
// One saved run an experiment. Arrays are written once each: a mask does not change any more.

/** @typedef {import("./taskstate.js").TaskState} TaskState */
/** @typedef {import("./taskstate.js").SavedTask} SavedTask */
/** @typedef {import("./protocol.js").ArrayValue} ArrayValue */
/** @typedef {import("./schema.js").Values} Values */

/**
 * @typedef {object} SavedHead
 * @property {string} experiment
 * @property {string} version
 * @property {Values} params
 * @property {string[]} order task ids as planned
 * @property {number} elapsed
 * @property {number} at milliseconds since 1970
 */

const STORES = ["heads", "tasks", "arrays"];

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("mnist1d-lab", 1);
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function settled(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** All keys that begin with these parts. @param {string[]} parts */
function under(...parts) {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

/** Names of arrays that are stored already, by experiment and task. @type {Map<string, Set<string>>} */
const written = new Map();

/** @param {SavedHead} head @param {TaskState[]} states those that changed */
export async function save(head, states) {
  const db = await open();
  const transaction = db.transaction(STORES, "readwrite");
  const { experiment } = head;
  transaction.objectStore("heads").put(head, experiment);
  for (const state of states) {
    const { arrays, ...rest } = state.toSaved();
    const { id } = state.task;
    transaction.objectStore("tasks").put(rest, [experiment, id]);
    const seen = written.get(`${experiment}/${id}`) ?? new Set();
    for (const [name, value] of Object.entries(arrays)) {
      if (!seen.has(name)) transaction.objectStore("arrays").put(value, [experiment, id, name]);
      seen.add(name);
    }
    written.set(`${experiment}/${id}`, seen);
  }
  await settled(transaction);
  db.close();
}

/** @param {string} experiment @returns {Promise<SavedHead | undefined>} */
export async function loadHead(experiment) {
  const db = await open();
  const head = await result(db.transaction("heads").objectStore("heads").get(experiment));
  db.close();
  return head;
}

/** @param {SavedHead} head @returns {Promise<import("./run.js").SavedRun>} */
export async function load(head) {
  const db = await open();
  const transaction = db.transaction(STORES);
  const tasks = await Promise.all(
    head.order.map((id) => loadTask(transaction, head.experiment, id)),
  );
  db.close();
  return { params: head.params, elapsed: head.elapsed, tasks };
}

/** @param {IDBTransaction} transaction @param {string} experiment @param {string} id @returns {Promise<SavedTask>} */
async function loadTask(transaction, experiment, id) {
  const store = transaction.objectStore("arrays");
  const range = under(experiment, id);
  const [task, keys, values] = await Promise.all([
    result(transaction.objectStore("tasks").get([experiment, id])),
    result(store.getAllKeys(range)),
    result(store.getAll(range)),
  ]);
  if (!task) throw new Error("The saved run is not complete.");
  const names = keys.map((key) => /** @type {string[]} */ (key)[2] ?? "");
  written.set(`${experiment}/${id}`, new Set(names));
  return { ...task, arrays: Object.fromEntries(names.map((name, i) => [name, values[i]])) };
}

/** @param {string} experiment */
export async function clear(experiment) {
  for (const key of written.keys()) if (key.startsWith(`${experiment}/`)) written.delete(key);
  const db = await open();
  const transaction = db.transaction(STORES, "readwrite");
  transaction.objectStore("heads").delete(experiment);
  transaction.objectStore("tasks").delete(under(experiment));
  transaction.objectStore("arrays").delete(under(experiment));
  await settled(transaction);
  db.close();
}
