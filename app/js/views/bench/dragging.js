// Whether a knob is being moved: from the pointer's touch of a slider until it is let go.

/**
 * @param {HTMLElement} root
 * @param {() => void} onEnd
 * @returns {{readonly now: boolean}}
 */
export function watchDragging(root, onEnd) {
  let dragging = false;
  root.addEventListener("pointerdown", (event) => {
    const { target } = event;
    dragging = target instanceof HTMLInputElement && target.type === "range";
  });
  const end = () => {
    if (!dragging) return;
    dragging = false;
    onEnd();
  };
  for (const type of ["pointerup", "pointercancel"]) window.addEventListener(type, end);
  return {
    get now() {
      return dragging;
    },
  };
}
