// The tasks of a run, a line each: what it is doing, how far it is and how long it still needs.

import { find } from "../shared/dom.js";
import { duration } from "../shared/format.js";
import { fillTable } from "../shared/table.js";
import { styleOf } from "./arms.js";

/** @typedef {import("../../state/store.js").TaskView} TaskView */
/** @typedef {import("../../state/store.js").Store} Store */

const HEAD = ["task", "now", "done", "to go"];

/** The words of a task's key: "lottery, trial 1". @param {TaskView["key"]} key */
export function nameOf(key) {
  const words = Object.entries(key).flatMap(([name, value]) => {
    if (value === null) return [];
    if (name === "trial") return [`trial ${Number(value) + 1}`];
    return [name === "arm" ? styleOf(String(value)).label : `${name} ${value}`];
  });
  return words.join(", ") || "the only one";
}

/** @param {TaskView} task @param {boolean} active whether the run goes on @returns {string[]} */
export function lineOf({ key, note, done, total, left, finished }, active) {
  const share = `${Math.floor((100 * done) / total)} %`;
  if (finished) return [nameOf(key), "finished", "100 %", ""];
  if (done === 0 && left === null) return [nameOf(key), active ? "waiting" : "", share, ""];
  return [nameOf(key), note, share, left === null || !active ? "" : duration(left)];
}

/** @param {Store} store @param {string} name of the run */
export function mountTasks(store, name) {
  const box = find(`[data-tasks="${name}"]`, HTMLDetailsElement);
  const table = find("table", HTMLTableElement, box);
  const show = () => {
    const run = store.get().runs[name];
    const tasks = run?.tasks ?? [];
    const active = run?.phase === "running" || run?.phase === "paused";
    box.hidden = tasks.length === 0;
    fillTable(
      table,
      HEAD,
      tasks.map((task) => lineOf(task, active)),
    );
  };
  store.subscribe((state, before) => {
    if (state.runs[name]?.tasks !== before.runs[name]?.tasks) show();
  });
  show();
}
