// What has never been shown has no size, and so no drawing: before it goes to paper everything is laid
// out and drawn, since a print waits for nobody.

import { paintAll } from "../../pictures/paint.js";

export function drawForPaper() {
  const root = document.documentElement;
  addEventListener("beforeprint", () => {
    root.toggleAttribute("data-printing", true);
    paintAll();
  });
  addEventListener("afterprint", () => root.toggleAttribute("data-printing", false));
  // The screen has another size again.
  matchMedia("print").addEventListener("change", paintAll);
}
