// How long a run that is under way still needs, how fast it goes, and both in the words of a tab's title.

import { secondsOnPool } from "./estimate.js";
import { percent } from "./format.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {Pick<RunView, "phase" | "done" | "total" | "elapsed" | "tasks" | "waiting">} Progress what of a run says how far it is */

/** Whole percents: a screen reader may tell of every change. @param {Pick<Progress, "done" | "total">} run */
export function shareOf({ done, total }) {
  return total > 0 ? Math.floor((100 * done) / total) : 0;
}

/**
 * Seconds to go; null before anything is measured. Tasks that have a worker go on at their own rate,
 * the others follow on the workers that are free first: at a run's end one of two may have nothing to do.
 * @param {Progress} run @param {number} workers
 */
export function leftOf({ done, total, elapsed, tasks }, workers) {
  if (done <= 0) return null;
  const open = tasks.filter(({ finished }) => !finished);
  const going = open.flatMap(({ left }) => (left === null ? [] : [left]));
  if (going.length === 0) return (elapsed * (total - done)) / done;
  const begun = open.filter(({ left }) => left !== null);
  const work = begun.reduce((sum, task) => sum + task.total - task.done, 0);
  const each = work > 0 ? going.reduce((sum, left) => sum + left, 0) / work : 0;
  const waiting = open
    .filter(({ left }) => left === null)
    .map((task) => (task.total - task.done) * each);
  return secondsOnPool([...going, ...waiting], workers);
}

/** @type {[number, string][]} */
const PERIODS = [
  [1, "a second"],
  [60, "a minute"],
  [3600, "an hour"],
];

/** How much of the run is done a second or, of a long one, a minute or an hour. @param {Progress} run */
export function rateOf({ done, total, elapsed }) {
  if (done <= 0 || elapsed <= 0) return "";
  const share = (100 * done) / total / elapsed;
  const [seconds, period] = PERIODS.find(([length]) => share * length >= 1) ?? [3600, "an hour"];
  return `${percent(share * seconds)} ${period}`;
}

/** Whole seconds, minutes or hours: in a title tenths would flicker. @param {number} seconds */
function roughly(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** @param {Progress} run @param {number} workers */
function inTitle(run, workers) {
  const share = `${shareOf(run)} %`;
  if (run.phase === "paused") return `Paused at ${share}`;
  const left = leftOf(run, workers);
  return left === null ? share : `${share}, ${roughly(left)} to go`;
}

/**
 * The tab's title: the page's own, and before it how far the run is that will end last.
 * @param {string} title @param {Progress[]} runs @param {number} workers
 */
export function titleWith(title, runs, workers) {
  const going = runs.filter(({ phase }) => phase === "running" || phase === "planning");
  const waits = (/** @type {Progress} */ run) => leftOf(run, workers) ?? Number.POSITIVE_INFINITY;
  const last =
    going.sort((a, b) => waits(b) - waits(a))[0] ?? runs.find(({ phase }) => phase === "paused");
  return last ? `${inTitle(last, workers)} · ${title}` : title;
}
