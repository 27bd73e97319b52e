// Space plays and pauses what is in sight, outside anything that has its own use for it.

/**
 * @typedef {object} Steered
 * @property {HTMLElement} section that the run belongs to
 * @property {{active: boolean, toggle: () => void}} panel
 */

/** A run's panel, with the part that its buttons stand in. @param {Steered["panel"] & {name: string}} panel @returns {Steered} */
export function steered(panel) {
  const section = document.querySelector(`[data-run="${panel.name}"]`)?.closest(".part");
  if (!(section instanceof HTMLElement)) throw new Error(`The page has no part for ${panel.name}.`);
  return { section, panel };
}

const OWN_USE = "input, select, textarea, button, summary, a, [contenteditable], [tabindex='0']";

/** @param {Steered[]} all may grow @param {() => boolean} ready */
export function bindSpace(all, ready) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE)) return;
    const read = all.filter(({ section }) => isRead(section));
    const steered = read.find(({ panel }) => panel.active) ?? read[0];
    if (!steered || !ready()) return;
    event.preventDefault();
    if (!event.repeat) steered.panel.toggle();
  });
}

/** Whether the middle of the window lies in the section. @param {HTMLElement} section */
function isRead(section) {
  const { top, bottom } = section.getBoundingClientRect();
  const middle = window.innerHeight / 2;
  return top < middle && bottom > middle;
}
