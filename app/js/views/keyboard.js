// Space plays and pauses, outside anything that has its own use for it.

/** @typedef {import("./runpanel.js").RunPanel} RunPanel */

const OWN_USE = "input, select, textarea, button, summary, a, [contenteditable], [tabindex='0']";

/** @param {{section: HTMLElement, panel: RunPanel}[]} parts @param {() => boolean} ready */
export function bindSpace(parts, ready) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(OWN_USE)) return;
    const active = parts.find(({ panel }) => panel.active);
    const part = active ?? parts.find(({ section }) => isRead(section));
    if (!part || !ready()) return;
    event.preventDefault();
    void part.panel.toggle();
  });
}

/** Whether the middle of the window lies in the section. @param {HTMLElement} section */
function isRead(section) {
  const { top, bottom } = section.getBoundingClientRect();
  const middle = window.innerHeight / 2;
  return top < middle && bottom > middle;
}
