// Charts that are not redrawn by themselves: again whenever their room has another width.

import { drawsInto } from "../../charts/paint.js";

/** @param {HTMLElement} host @param {() => void} draw */
export function onWidth(host, draw) {
  let width = host.clientWidth;
  drawsInto(host, draw);
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    // Not at once: drawing changes the height, which the observer would report again.
    requestAnimationFrame(draw);
  }).observe(host);
}
