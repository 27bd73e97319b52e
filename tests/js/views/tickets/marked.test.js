// What is said of a picture once the run it is of goes on: the name of a mask, the mark of the panels.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore, emptyRun } from "../../../../app/js/state/store.js";
import { PanelsView } from "../../../../app/js/views/tickets/panels.js";
import { TicketSection } from "../../../../app/js/views/tickets/search.js";

const config = /** @type {any} */ ({ version: "9.9", experiments: {} });
const params = { seed: 0, trials: 2 };

/** @param {number} trial */
const row = (trial) => ({ arm: "dense", trial, seed: trial, level: 0, sparsity: 0, final: true });

/** @param {boolean[]} finished of each trial */
const tasksOf = (...finished) =>
  finished.map((done, trial) => ({ key: { arm: "dense", trial }, note: "", done: 0, total: 1, left: null, finished: done }));

test("the same mask is named anew when its run comes to its end", (t) => {
  class Element {
    textContent = "";
  }
  const caption = new Element();
  Object.assign(globalThis, { HTMLElement: Element, document: { querySelector: () => caption } });
  t.after(() => ["HTMLElement", "document"].forEach((name) => Reflect.deleteProperty(globalThis, name)));
  let drawn = 0;
  const chart = {
    mask: null,
    canvas: { ariaLabel: "" },
    draw(/** @type {any} */ mask) {
      drawn += 1;
      chart.mask = mask;
    },
  };
  const parts = { config, pick: { now: { trial: 0, layer: 1, sorted: false } }, masks: { lottery: chart } };
  const section = Object.assign(Object.create(TicketSection.prototype), parts);
  const array = { shape: [2, 2], dtype: "uint8", bytes: new Uint8Array([1, 0, 1, 1]) };
  const run = { ...emptyRun(), params, phase: "running", arrays: { "mask/lottery/trial0/level1/W1": array }, rows: [row(0)] };
  section.showMask({ ...run, tasks: tasksOf(false, false) }, "lottery", 1);
  assert.match(chart.canvas.ariaLabel, /^lottery mask at level 1: 3 of 4 weights of the first layer survive \(trial 1\)\. /);
  assert.match(chart.canvas.ariaLabel, / seed 0 in part\./);
  section.showMask({ ...run, phase: "finished", tasks: tasksOf(true, true) }, "lottery", 1);
  assert.match(chart.canvas.ariaLabel, / seeds 0 to 1\./);
  assert.equal(drawn, 1, "the picture is the same");
});

test("panels are marked when the very same run goes on, in words that are true of that too", () => {
  const store = createStore({});
  const note = { said: "", show: (/** @type {string} */ text) => void Object.assign(note, { said: text }) };
  const parts = { config, store, pick: { now: { trial: 0, published: false } } };
  const view = Object.assign(Object.create(PanelsView.prototype), { parts, note, made: null });
  const show = (/** @type {object} */ patch) => {
    store.dispatch({ type: "run", name: "lottery", patch });
    view.mark();
    return note.said;
  };
  assert.equal(show({ params, phase: "running", rows: [row(0)], tasks: tasksOf(true, false) }), "");
  view.made = view.key;
  assert.equal(show({ phase: "paused" }), "", "nothing of it is drawn otherwise");
  const changed = "What is shown above has changed since this was put together.";
  assert.equal(show({ rows: [row(0), row(1)] }), changed);
  assert.equal(show({ phase: "finished", tasks: tasksOf(true, true) }), changed);
  view.made = view.key;
  assert.equal(show({}), "");
  assert.equal(show({ phase: "recorded" }), changed);
});
