// Space plays and pauses what is in sight, outside anything that has its own use for it. Where neither
// the run's buttons nor its figures are, it scrolls, as it does on every page.

import { find } from "./dom.js";
import { isInSight } from "./sight.js";

/**
 * @typedef {object} Steered
 * @property {Element[]} seen the run's buttons and figures
 * @property {{active: boolean, toggle: () => void}} panel
 */

/** A run's panel, with what shows it. @param {Steered["panel"] & {name: string}} panel @returns {Steered} */
export function steered(panel) {
  const bar = find(`[data-run="${panel.name}"]`, HTMLElement);
  // Others draw the same run in other parts, far from its buttons.
  const figures = bar.closest(".part")?.querySelectorAll(`[data-of="${panel.name}"] .host`);
  return { seen: [bar, ...(figures ?? [])], panel };
}

const OWN_USE = "input, select, textarea, button, summary, a, [contenteditable], [tabindex='0']";

/** @param {Steered[]} all may grow @param {() => boolean} ready */
export function bindSpace(all, ready) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE)) return;
    const inSight = all.filter(({ seen }) => seen.some(isInSight));
    const active = inSight.filter(({ panel }) => panel.active);
    const [steered] = (active.length > 0 ? active : inSight).sort((a, b) => away(a) - away(b));
    if (!steered || !ready()) return;
    event.preventDefault();
    if (!event.repeat) steered.panel.toggle();
  });
}

/** How far the nearest of what shows it is from the window's middle. @param {Steered} steered */
function away({ seen }) {
  const distances = seen.filter(isInSight).map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.abs((top + bottom - window.innerHeight) / 2);
  });
  return Math.min(...distances);
}
