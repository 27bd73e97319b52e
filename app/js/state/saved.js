// All runs to go on with, with their latest checkpoints, so that a reload or a closed lid loses nothing.
// Each has an id of its own and is written by its owner alone (owner.js). Arrays are written once
// each: a mask does not change any more.

import { within } from "./database.js";
import { own, TAB } from "./owner.js";
import { byTurn, nextTurn } from "./turns.js";
import { isWholeArray, isWholeHead, isWholeTask } from "./wholesaved.js";

/** @typedef {import("../pool/taskstate.js").TaskState} TaskState */
/** @typedef {import("../pool/taskstate.js").SavedTask} SavedTask */
/** @typedef {import("./schema.js").Values} Values */

/**
 * @typedef {object} SavedHead
 * @property {string} id
 * @property {string} owner the tab that writes it, or wrote it last
 * @property {string} experiment the panel that ran it
 * @property {string} version
 * @property {string} backend
 * @property {Values} params
 * @property {Values} [asked] as they were asked for, before the plan wrote them out
 * @property {string[]} order task ids as planned
 * @property {number} done work at the last checkpoints
 * @property {number} total
 * @property {boolean} finished
 * @property {number} elapsed seconds of computing
 * @property {number} at milliseconds since 1970
 * @property {number} [turn] when it was written last, among all of them (turns.js)
 * @property {number} size bytes, about
 * @property {string[]} [names] what a visitor's file calls the classes
 */

/** What all kept runs may take together; past it the oldest goes. */
export const ROOM_BYTES = 200_000_000;

/** All keys that begin with these parts. @param {string[]} parts */
function under(...parts) {
  return IDBKeyRange.bound(parts, [...parts, []]);
}

/** Names of arrays that are stored already, by run and task. @type {Map<string, Set<string>>} */
const written = new Map();

/** @param {TaskState[]} states */
export function sizeOf(states) {
  let size = 0;
  for (const { arrays, checkpoint, rows } of states) {
    for (const { bytes } of arrays.values()) size += bytes.length;
    size += (checkpoint?.length ?? 0) + 200 * rows.length; // a row is about ten names and numbers
  }
  return size;
}

/**
 * @param {SavedHead} head
 * @param {TaskState[]} states those that changed
 * @throws {Error} where another tab has taken the run over, or has thrown it away
 */
export async function save(head, states) {
  /** @type {[string, string][]} */
  const stored = [];
  await within("readwrite", async (transaction) => {
    const heads = transaction.objectStore("heads");
    const before = await heads.get(head.id);
    if (before && before.owner !== TAB) throw new Error("another tab has gone on with it");
    const turn = nextTurn((await heads.getAll()).filter(isWholeHead));
    // All are waited for together: where the first fails, the others fail too, and are not to go unheard.
    const [, ...puts] = await Promise.all([
      heads.put({ ...head, owner: TAB, turn }, head.id),
      ...states.map((state) => putTask(transaction, head.id, state)),
    ]);
    stored.push(...puts.flat());
  });
  for (const [place, name] of stored) {
    written.set(place, (written.get(place) ?? new Set()).add(name));
  }
}

/** @param {import("./database.js").Transaction<"readwrite">} transaction @param {string} id @param {TaskState} state @returns {Promise<[string, string][]>} the arrays written */
async function putTask(transaction, id, state) {
  const { arrays, ...rest } = state.toSaved();
  const place = `${id}/${state.task.id}`;
  const seen = written.get(place);
  const fresh = Object.entries(arrays).filter(([name]) => !seen?.has(name));
  const store = transaction.objectStore("arrays");
  await Promise.all([
    transaction.objectStore("tasks").put(rest, [id, state.task.id]),
    ...fresh.map(([name, value]) => store.put(value, [id, state.task.id, name])),
  ]);
  return fresh.map(([name]) => [place, name]);
}

/** All kept runs, the newest first. @returns {Promise<SavedHead[]>} */
export async function allHeads() {
  const heads = await within("readonly", (transaction) =>
    transaction.objectStore("heads").getAll(),
  );
  return heads.filter(isWholeHead).sort(byTurn).reverse();
}

/** Makes this tab the one that writes the run. @param {string} id */
export async function takeOver(id) {
  await within("readwrite", async (transaction) => {
    const heads = transaction.objectStore("heads");
    const head = await heads.get(id);
    if (!head) throw new Error("it is not kept any more");
    await heads.put({ ...head, owner: TAB }, id);
  });
}

/** @param {SavedHead} head @returns {Promise<import("../pool/run.js").SavedRun>} */
export async function load({ id, order, params, elapsed }) {
  const tasks = await within("readonly", (transaction) =>
    Promise.all(order.map((task) => loadTask(transaction, id, task))),
  );
  return { params, elapsed: Math.max(0, Number(elapsed) || 0), tasks };
}

/** @param {import("./database.js").Transaction<"readonly">} transaction @param {string} id @param {string} name @returns {Promise<SavedTask>} */
async function loadTask(transaction, id, name) {
  const store = transaction.objectStore("arrays");
  const range = under(id, name);
  const [task, keys, values] = await Promise.all([
    transaction.objectStore("tasks").get([id, name]),
    store.getAllKeys(range),
    store.getAll(range),
  ]);
  if (!task || !isWholeTask(task) || !values.every(isWholeArray)) {
    throw new Error("a part of it is missing or damaged");
  }
  const names = keys.map((key) => key[2] ?? "");
  written.set(`${id}/${name}`, new Set(names));
  const arrays = names.flatMap((array, i) => (values[i] ? [[array, values[i]]] : []));
  return { ...task, arrays: Object.fromEntries(arrays) };
}

/** Throws a run away, unless a tab that lives is at it. @param {string} id @param {boolean} [mine] this tab is its owner */
export async function remove(id, mine = false) {
  const release = mine ? () => {} : await own(id);
  if (!release) throw new Error("another tab is at it");
  try {
    await within("readwrite", async (transaction) => {
      await Promise.all([
        transaction.objectStore("heads").delete(id),
        transaction.objectStore("tasks").delete(under(id)),
        transaction.objectStore("arrays").delete(under(id)),
      ]);
    });
    for (const key of written.keys()) if (key.startsWith(`${id}/`)) written.delete(key);
  } finally {
    release();
  }
}

/**
 * Drops the oldest runs that nobody is at, until the rest fits.
 * @param {number} [room] bytes
 * @returns {Promise<SavedHead[]>} what was dropped, to be told
 */
export async function makeRoom(room = ROOM_BYTES) {
  const heads = await allHeads();
  let size = heads.reduce((sum, head) => sum + head.size, 0);
  const dropped = [];
  for (const head of heads.reverse()) {
    if (size <= room) break;
    if (!(await removed(head.id))) continue;
    size -= head.size;
    dropped.push(head);
  }
  return dropped;
}

/** @param {string} id */
function removed(id) {
  return remove(id).then(
    () => true,
    () => false,
  );
}
