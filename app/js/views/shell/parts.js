// Which view is shown and which of its parts is being read, marked in the lists of both.

import { find } from "../shared/dom.js";

/** @typedef {import("../../state/permalink.js").Place} Place */
/** @typedef {import("../../state/store.js").Store} Store */

/** A part is read from when its head has come up to here, as a share of the window. */
export const LINE = 0.35;

/**
 * @param {Store} store
 * @param {import("../../state/permalink.js").Places} places
 * @param {(place: Place) => void} reading is told of every other part
 */
export function followReading(store, places, reading) {
  const foot = find(".foot", HTMLElement);
  const tell = () => {
    const { view, part } = store.get().place;
    const ids = places.views.find(({ name }) => name === view)?.parts.map(({ id }) => id) ?? [];
    if (ids.length > 1) reading({ view, part: partBeingRead(ids, part, atEnd(foot)) });
  };
  const line = new IntersectionObserver(tell, {
    rootMargin: `${-100 * LINE}% 0px ${-100 * (1 - LINE)}% 0px`,
  });
  for (const part of document.querySelectorAll(".part")) line.observe(part);
  new IntersectionObserver(tell).observe(foot);
  store.subscribe((state, before) => {
    if (state.place !== before.place) mark(state.place);
  });
  mark(store.get().place);
}

/** @param {HTMLElement} foot */
function atEnd(foot) {
  return foot.getBoundingClientRect().top < window.innerHeight;
}

/**
 * @param {string[]} ids the view's parts in their order
 * @param {string} now the part that the address names
 * @param {boolean} end whether the window can go down no further
 */
function partBeingRead(ids, now, end) {
  const tops = ids.map((id) => document.getElementById(id)?.getBoundingClientRect().top ?? 0);
  // The last parts may be too short to come up to the line: whoever went to one of them reads it.
  const named = tops[ids.indexOf(now)] ?? Number.POSITIVE_INFINITY;
  if (end && named > 0 && named < window.innerHeight) return now;
  const past = tops.filter((top) => top <= window.innerHeight * LINE).length;
  return past > 1 ? (ids[past - 1] ?? "") : "";
}

/** @param {Place} place */
function mark({ view, part }) {
  for (const link of document.querySelectorAll(".views a")) {
    const here = link instanceof HTMLElement && link.dataset.to === view;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const list of document.querySelectorAll(".parts")) {
    const links = [...list.querySelectorAll("a")];
    for (const [at, link] of links.entries()) {
      const here = part === "" ? at === 0 : link.getAttribute("href") === `#${part}`;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (here && list instanceof HTMLElement && list.dataset.of === view) reveal(list, link);
    }
  }
}

/** In a list that is wider than its room; scrollIntoView would move the window too. @param {HTMLElement} list @param {HTMLElement} link */
function reveal(list, link) {
  const middle = link.offsetLeft + link.offsetWidth / 2 - list.clientWidth / 2;
  list.scrollTo({ left: middle, behavior: "instant" });
}
