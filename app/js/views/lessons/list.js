// The list of the lessons: which of them one has begun, and where to go on.

import { find } from "../shared/dom.js";
import { forget, readKept } from "./memory.js";

/** @param {import("../shell/mounts.js").Page} page */
export function showList({ config, store }) {
  const show = () => {
    const kept = readKept();
    for (const { name, steps } of config.lessons.heads) showLesson(name, steps, kept[name]);
  };
  show();
  for (const { name } of config.lessons.heads) {
    // Before the click opens the lesson, which mount.js hears further out.
    beginOf(name).addEventListener("click", () => forget(name));
  }
  store.subscribe((state, before) => {
    if (state.place.view === "lessons" && state.place !== before.place) show();
  });
}

/** @param {string} name */
const beginOf = (name) => find(`[data-lesson="${name}"][data-step="1"]`, HTMLElement);

/** @param {string} name @param {number} steps @param {import("./memory.js").Kept | undefined} kept */
function showLesson(name, steps, kept) {
  const on = find(`[data-lesson="${name}"][data-on]`, HTMLElement);
  const begin = beginOf(name);
  const begun = kept !== undefined && !kept.done && kept.step > 1 && kept.step <= steps;
  on.hidden = !begun;
  begin.textContent = begun || kept?.done ? "Begin again" : "Begin";
  begin.classList.toggle("primary", !begun);
  on.classList.toggle("primary", begun);
  if (!begun) return;
  on.dataset.step = String(kept.step);
  on.textContent = `Go on at step ${kept.step}`;
}
