// Sets the page up as its link asks: settings that are fixed or hidden, and a part alone for an
// iframe. Large type and the rest of the looks are the style sheet's (start/place.js, shell.css).

/** @typedef {import("../../state/staging.js").Staging} Staging */
/** @typedef {import("../../state/store.js").Store} Store */

/** @param {Store} store @param {Staging} staging */
export function stage(store, { fixed, hidden, embed, refused }) {
  const kept = [...fixed, ...hidden];
  store.dispatch({ type: "lock", settings: kept });
  stageControls({ fixed, hidden });
  for (const scope of new Set(kept.map(({ scope }) => scope))) hideWhatSetsAll(scope);
  if (embed) showPart(store.get().place.part);
  if (refused.length > 0) {
    store.dispatch({ type: "refused", messages: [...store.get().refused, ...refused] });
  }
}

/** Those that are on the page by now. @param {Pick<Staging, "fixed" | "hidden">} staging */
export function stageControls({ fixed, hidden }) {
  for (const setting of fixed) for (const control of controlsOf(setting)) fix(control);
  for (const setting of hidden) for (const control of controlsOf(setting)) control.hidden = true;
}

/** @param {import("../../state/staging.js").Setting} setting @returns {HTMLElement[]} */
function controlsOf({ scope, name }) {
  return [
    ...document.querySelectorAll(`.control[data-scope="${scope}"][data-name="${name}"]`),
  ].filter((control) => control instanceof HTMLElement);
}

/** @param {HTMLElement} control */
function fix(control) {
  control.classList.add("fixed");
  control.title = "This link keeps it as it is.";
  for (const field of control.querySelectorAll("input, select, button")) {
    field.toggleAttribute("disabled", true);
  }
}

/** Presets, reset and surprise change many settings at once, and some of them no longer can. @param {string} scope */
function hideWhatSetsAll(scope) {
  const all = `[data-preset][data-scope="${scope}"], [data-reset="${scope}"]`;
  for (const button of document.querySelectorAll(all)) button.toggleAttribute("hidden", true);
  const surprise = document.getElementById("data-surprise");
  if (scope === "data" && surprise) surprise.hidden = true;
}

/** @param {string} part "" for all of a view */
function showPart(part) {
  const shown = part ? document.getElementById(part) : null;
  for (const other of shown?.parentElement?.children ?? []) {
    if (other instanceof HTMLElement) other.hidden = other !== shown;
  }
}
