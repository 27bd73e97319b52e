// What the tab is called, which is decided here and nowhere else: the view that is shown and, while a
// run goes on, how far that is.

import { titleWith } from "../shared/forecast.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").State} State */

/** A tab that changes its name more often is a flicker at the eye's edge. */
const EVERY_MS = 1000;

/** @param {State} state @param {import("../../state/permalink.js").Places} places */
function titleOf({ place, runs, asides, runtime }, places) {
  const view = places.views.find(({ name }) => name === place.view);
  const all = [...Object.values(runs), ...Object.values(asides)];
  return titleWith(`${view?.title}: MNIST-1D Lab`, all, runtime.workers);
}

/** Whether a title that is less than a second old would be wrong. @param {State} state @param {State} before */
function hasTurned({ place, runs, asides }, before) {
  return (
    place.view !== before.place.view ||
    Object.keys(asides).length !== Object.keys(before.asides).length ||
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
    const { runs, asides, place } = before;
    if (state.runs === runs && state.asides === asides && state.place === place) return;
    if (!hasTurned(state, before) && now() - written < EVERY_MS) return;
    written = now();
    const title = titleOf(state, places);
    if (tab.title !== title) tab.title = title;
  });
}
