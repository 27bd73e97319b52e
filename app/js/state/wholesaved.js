// Whether what lies in the browser's storage is a run to go on with: storage may be damaged, or
// written by something else. Pure, no page.

/** @typedef {import("./saved.js").SavedHead} SavedHead */
/** @typedef {import("../pool/taskstate.js").SavedTask} SavedTask */

/** Beyond it there is no date. */
const LAST_TIME_MS = 8.64e15;

/** @param {unknown} at milliseconds since 1970 */
export function isTime(at) {
  return typeof at === "number" && Math.abs(at) <= LAST_TIME_MS;
}

/** @param {unknown} value */
const isTable = (value) => Object.prototype.toString.call(value) === "[object Object]";

/** @param {unknown[]} values */
const areTexts = (values) => values.every((value) => typeof value === "string");

/** @param {unknown[]} values */
const areCounts = (values) => values.every((value) => Number.isFinite(value) && Number(value) >= 0);

/** @param {SavedHead} head */
export function isWholeHead(head) {
  return (
    isTable(head) &&
    areTexts([head.id, head.experiment, head.owner]) &&
    isTable(head.params) &&
    (head.asked === undefined || isTable(head.asked)) &&
    Array.isArray(head.order) &&
    areTexts(head.order) &&
    areCounts([head.done, head.total, head.size]) &&
    isTime(head.at) &&
    (head.turn === undefined || Number.isSafeInteger(head.turn)) &&
    (head.names === undefined || (Array.isArray(head.names) && areTexts(head.names)))
  );
}

/** @param {SavedTask | Omit<SavedTask, "arrays"> | undefined} saved */
export function isWholeTask(saved) {
  return (
    isTable(saved) &&
    saved !== undefined &&
    isTable(saved.task) &&
    areTexts([saved.task.id, saved.task.experiment]) &&
    isTable(saved.task.params) &&
    Array.isArray(saved.rows) &&
    saved.rows.every(isTable) &&
    Array.isArray(saved.notices) &&
    areTexts(saved.notices) &&
    areCounts([saved.done, saved.total, saved.elapsed]) &&
    (saved.checkpoint === null || saved.checkpoint instanceof Uint8Array)
  );
}

/** @param {import("../pool/protocol.js").ArrayValue | undefined} array */
export function isWholeArray(array) {
  return (
    isTable(array) &&
    array !== undefined &&
    Array.isArray(array.shape) &&
    areCounts(array.shape) &&
    typeof array.dtype === "string" &&
    array.bytes instanceof Uint8Array
  );
}
