// What has never been shown has no size, and so no drawing: before it goes to paper everything is laid
// out and drawn, since a print waits for nobody. So does the key that prints, for views that are not
// there yet; what the browser's menu prints of them has the words alone.

import { figuresDrawn } from "../../charts/figure.js";
import { paintAll } from "../../pictures/paint.js";
import { finishTables } from "../shared/table.js";

/** Where a network stalls, what is there is printed all the same. */
const LONGEST_MS = 10_000;

/** @param {() => Promise<void>} mountAll every view, at once where they are there */
export function drawForPaper(mountAll) {
  const root = document.documentElement;
  addEventListener("beforeprint", () => {
    root.toggleAttribute("data-printing", true);
    finishTables();
    paintAll();
  });
  addEventListener("afterprint", () => root.toggleAttribute("data-printing", false));
  // The screen has another size again.
  matchMedia("print").addEventListener("change", paintAll);
  addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (key.toLowerCase() !== "p" || ctrlKey === metaKey || shiftKey || altKey) return;
    event.preventDefault();
    if (event.repeat) return;
    const late = new Promise((resolve) => setTimeout(resolve, LONGEST_MS));
    void Promise.race([mountAll().then(figuresDrawn), late]).then(() => print());
  });
}
