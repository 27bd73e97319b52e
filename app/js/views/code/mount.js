// The view of the code. What it needs, an editor among it, is loaded when it is shown for the first time.

import { byId, setText } from "../shared/dom.js";
import { addSheet } from "../shared/sheet.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/** @param {Page} page */
async function begin(page) {
  await addSheet("code");
  try {
    const { CodeView } = await import("./view.js");
    await CodeView.open(page);
  } catch (error) {
    const failure = byId("code-failure");
    failure.hidden = false;
    setText(failure, "The editor could not be loaded. Reload the page to try again.");
    reportError(error);
  }
}

/** @param {Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const { store } = page;
  const isShown = () => store.get().place.view === "code";
  let begun = false;
  const look = () => {
    if (begun || !isShown()) return;
    begun = true;
    void begin(page);
  };
  store.subscribe(look);
  look();
  return [];
}
