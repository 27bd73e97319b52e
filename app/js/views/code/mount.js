// The view of the code. What it needs, an editor among it, is loaded when it is shown for the first time.

import { byId, setText } from "../shared/dom.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/** Its own style sheet waits in a template, hash and all, so that no other view loads it. */
function addSheet() {
  const template = document.getElementById("code-sheet");
  if (template instanceof HTMLTemplateElement) document.head.append(template.content);
}

/** @param {Page} page */
async function begin(page) {
  addSheet();
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
