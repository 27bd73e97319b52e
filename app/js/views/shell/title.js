// What the tab is called, which is decided here and nowhere else: the view that is shown and, while a
// run goes on, how far that is.

import { titleWith } from "../shared/forecast.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").State} State */

/** A tab that changes its name more often is a flicker at the eye's edge. */
const EVERY_MS = 1000;

/** @param {State} state @param {import("../../state/permalink.js").Places} places */
function titleOf({ place, runs, runtime }, places) {
  const view = places.views.find(({ name }) => name === place.view);
  return titleWith(`${view?.title}: MNIST-1D Lab`, Object.values(runs), runtime.workers);
}

/** Whether a title that is less than a second old would be wrong. @param {State} state @param {State} before */
function hasTurned({ place, runs }, before) {
  return (
    place.view !== before.place.view ||
    Object.entries(runs).some(([name, { phase }]) => phase !== before.runs[name]?.phase)
  );
}

/**
 * @param {Store} store @param {import("../../state/permalink.js").Places} places
 * @param {{title: string}} [tab] @param {() => number} [now] milliseconds
 */
export function mountTitle(store, places, tab = document, now = () => performance.now()) {
  let written = Number.NEGATIVE_INFINITY;
  store.subscribe((state, before) => {
    if (state.runs === before.runs && state.place === before.place) return;
    if (!hasTurned(state, before) && now() - written < EVERY_MS) return;
    written = now();
    const title = titleOf(state, places);
    if (tab.title !== title) tab.title = title;
  });
}
