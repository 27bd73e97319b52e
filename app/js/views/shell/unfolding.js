// A view's settings stand in templates until it is mounted: a first paint has no use for hundreds of
// fields that nobody sees.

import { bindControls } from "../shared/controls.js";
import { breathe } from "../shared/pieces.js";
import { stageControls } from "./staging.js";

/** @param {HTMLElement} view @param {import("./mounts.js").Page} page */
export async function unfoldSettings(view, { store, scopes, staging }) {
  for (const template of view.querySelectorAll("template[data-settings]")) {
    if (!(template instanceof HTMLTemplateElement)) continue;
    const controls = [...template.content.children];
    template.replaceWith(template.content);
    bindControls(store, scopes, controls);
    await breathe();
  }
  stageControls(staging);
}
