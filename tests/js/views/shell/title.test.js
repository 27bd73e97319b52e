// The tab's title through a run: how far it is, not more often than once a second, and back again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { followAside } from "../../../../app/js/state/asides.js";
import { createStore } from "../../../../app/js/state/store.js";
import { mountTitle } from "../../../../app/js/views/shell/title.js";

/** @type {any} */
const places = { views: [{ name: "data", title: "Data" }, { name: "tickets", title: "Tickets" }] };

test("a title goes with the view and with a run", () => {
  const store = createStore({});
  /** @type {string[]} */
  const written = [];
  const tab = {
    get title() {
      return written.at(-1) ?? "";
    },
    set title(text) {
      written.push(text);
    },
  };
  let now = 0;
  mountTitle(store, places, tab, () => now);
  /** @param {Partial<import("../../../../app/js/state/store.js").RunView>} patch */
  const run = (patch) => store.dispatch({ type: "run", name: "lottery", patch });
  const go = (/** @type {string} */ view) =>
    store.dispatch({ type: "place", place: { view, part: "" } });

  go("tickets");
  run({ phase: "running", total: 100 });
  for (let done = 1; done <= 50; done++) {
    now += 100;
    run({ done, elapsed: now / 1000 });
  }
  go("data");
  run({ phase: "paused" });
  run({ phase: "running" });
  now += 2000;
  run({ done: 90, elapsed: 9 });
  run({ phase: "finished", done: 100 });

  assert.equal(written[0], "Tickets: MNIST-1D Lab");
  assert.ok(written.includes("10 %, 9 s to go · Tickets: MNIST-1D Lab"), written.join("\n"));
  assert.deepEqual(written.slice(-5), [
    "50 %, 5 s to go · Data: MNIST-1D Lab",
    "Paused at 50 % · Data: MNIST-1D Lab",
    "50 %, 5 s to go · Data: MNIST-1D Lab",
    "90 %, 1 s to go · Data: MNIST-1D Lab",
    "Data: MNIST-1D Lab",
  ]);
  assert.ok(written.length <= 12, `${written.length} titles in 7 seconds`);
});

test("a run that no panel shows is in the title while it lasts", () => {
  const store = createStore({});
  store.dispatch({ type: "place", place: { view: "data", part: "" } });
  const tab = { title: "" };
  let now = 0;
  mountTitle(store, places, tab, () => now);
  const [short, long] = [
    { done: 0, total: 10, elapsed: 0 },
    { done: 0, total: 100, elapsed: 0 },
  ];
  const asides = [short, long].map((run) => followAside(store, run, () => now));
  const told = [];
  for (now = 1000; now <= 3000; now += 100) {
    for (const run of [short, long]) Object.assign(run, { done: run.done + 1, elapsed: now / 1000 });
    if (now === 2000) asides[0]?.ended();
    if (now < 2000) asides[0]?.told();
    asides[1]?.told();
    told.push(tab.title);
  }
  asides[1]?.ended();

  assert.equal(told[0], "1 %, 2 min to go · Data: MNIST-1D Lab"); // of the one that lasts longer
  assert.equal(told.at(-1), "21 %, 12 s to go · Data: MNIST-1D Lab");
  assert.equal(tab.title, "Data: MNIST-1D Lab");
  assert.deepEqual(store.get().asides, {});
});
