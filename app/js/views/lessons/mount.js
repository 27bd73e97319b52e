// Opens a lesson where an address or a button asks for one. What the lessons say, the card that shows
// it and their style sheet are loaded only then: no first view needs them.

import { byId } from "../shared/dom.js";

/** @param {import("../shell/mounts.js").Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const { store } = page;
  /** @type {Promise<void> | undefined} */
  let opened;
  /** @type {Promise<void> | undefined} */
  let listed;
  const look = () => {
    const { place, params } = store.get();
    const { lesson = "" } = params.lesson ?? {};
    if (place.view === "lessons") {
      listed ??= import("./list.js").then(({ showList }) => showList(page)).catch(reportError);
    }
    if (lesson === "") return;
    opened ??= import("./session.js").then(({ begin }) => begin(page)).catch(fail);
  };
  const fail = (/** @type {unknown} */ error) => {
    opened = undefined;
    reportError(error);
    const refusal = error instanceof Error ? error.message : String(error);
    store.dispatch({ type: "reset", scope: "lesson" });
    store.dispatch({ type: "refused", messages: [refusal] });
  };
  store.subscribe((state, before) => {
    if (state.place !== before.place || state.params.lesson !== before.params.lesson) look();
  });
  byId("lessons").addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-lesson]") : null;
    if (!(button instanceof HTMLElement)) return;
    const values = { lesson: button.dataset.lesson, step: Number(button.dataset.step) };
    store.dispatch({ type: "setMany", scope: "lesson", values });
  });
  look();
  await listed;
  await opened;
  return [];
}
