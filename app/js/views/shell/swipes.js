// A finger that comes down on a slider may want to scroll: until it has gone sideways the slider tells
// nobody of a change, and if the page scrolls it is put back. A tap counts, as it does without this.

/** Pixels that a finger goes by accident. */
const SLACK = 6;

/** @typedef {{slider: HTMLInputElement, before: string, x: number, y: number, sideways: boolean, scrolls: boolean}} Touch */

export function watchSwipes() {
  /** @type {Touch | null} */
  let touch = null;
  /** @param {string} type @param {(event: Event) => void} listener */
  const listen = (type, listener) =>
    document.addEventListener(type, listener, { capture: true, passive: true });

  listen("pointerdown", (event) => {
    touch = touchOf(/** @type {PointerEvent} */ (event));
  });
  listen("pointermove", (event) => {
    if (!touch || touch.sideways || touch.scrolls) return;
    const { clientX, clientY } = /** @type {PointerEvent} */ (event);
    const [across, along] = [Math.abs(clientX - touch.x), Math.abs(clientY - touch.y)];
    if (across <= SLACK || across < along) return;
    touch.sideways = true;
    tell(touch);
  });
  listen("pointerup", () => {
    if (touch && !touch.sideways) tell(touch);
    touch = null;
  });
  listen("pointercancel", () => {
    if (!touch) return;
    touch.scrolls = !touch.sideways;
    if (touch.scrolls) touch.slider.value = touch.before;
    else touch = null;
  });
  // While the page scrolls, the browser may go on moving the slider.
  for (const type of ["touchend", "touchcancel"]) {
    listen(type, () => {
      if (touch?.scrolls) touch.slider.value = touch.before;
      touch = null;
    });
  }
  for (const type of ["input", "change"]) {
    listen(type, (event) => {
      if (!touch || event.target !== touch.slider || touch.sideways || !event.isTrusted) return;
      event.stopImmediatePropagation();
      if (touch.scrolls) touch.slider.value = touch.before;
    });
  }
}

/** @param {PointerEvent} event @returns {Touch | null} */
function touchOf({ target, pointerType, clientX: x, clientY: y }) {
  if (pointerType !== "touch") return null;
  if (!(target instanceof HTMLInputElement) || target.type !== "range") return null;
  return { slider: target, before: target.value, x, y, sideways: false, scrolls: false };
}

/** What was held back. @param {Touch} touch */
function tell({ slider, before }) {
  if (slider.value !== before) slider.dispatchEvent(new Event("input", { bubbles: true }));
}
