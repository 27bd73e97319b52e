// Whether something is in sight, and bringing it there.

/** Whether most of it is, or it fills most of the window. @param {Element} element */
export function isInSight(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  const visible = Math.min(bottom, window.innerHeight) - Math.max(top, 0);
  return height > 0 && visible > Math.min(height, window.innerHeight) / 2;
}

/** The figure that a run's buttons are about, whole: on a phone it may be a screen away from them. @param {HTMLElement} bar */
export function showFigureOf(bar) {
  bar.closest(".bench")?.querySelector(".figure .host")?.scrollIntoView({ block: "nearest" });
}

/**
 * Follows whether any of it is in sight, without a layout at each question.
 * @param {Element} element
 * @param {() => void} onSeen it has come into sight
 * @returns {() => boolean}
 */
export function watchSight(element, onSeen) {
  let seen = true;
  new IntersectionObserver((entries) => {
    const before = seen;
    seen = entries.at(-1)?.isIntersecting ?? seen;
    if (seen && !before) onSeen();
  }).observe(element);
  return () => seen;
}
