// The view of all experiments: those without a part made for them, from what they say of themselves.

import { fetchApart } from "../../state/recorded.js";
import { byId } from "../shared/dom.js";
import { showEstimates } from "../shared/estimates.js";
import { steered } from "../shared/keyboard.js";
import { whenNear } from "../shared/near.js";
import { inPieces } from "../shared/pieces.js";
import { mountRunbar } from "../shared/runbar.js";
import { RunPanel } from "../shared/runpanel.js";
import { Summaries } from "../shared/summaries.js";
import { mountTasks } from "../tickets/tasks.js";
import { PlainView } from "./plain.js";

/** @param {import("../shell/mounts.js").Page} page @returns {Promise<import("../shared/keyboard.js").Steered[]>} */
export async function mount(page) {
  const names = [...document.querySelectorAll("[data-plain]")].map(({ id }) => id);
  const parts = { ...page, summaries: new Summaries(page, names) };
  const panels = names.map((name) => new RunPanel({ ...page, name }));
  await inPieces([
    ...panels.map((panel) => () => mountRunbar(page.store, panel)),
    ...names.map((name) => () => new PlainView(parts, name)),
    ...names.map((name) => () => mountTasks(page.store, name)),
    () =>
      showEstimates(
        page,
        names.map((name) => ({ name, experiment: name })),
      ),
  ]);
  for (const panel of panels.filter(({ name }) => name in page.config.apart)) {
    whenNear(byId(panel.name), () => {
      fetchApart(page.config, panel.name)
        .then(() => panel.showRecorded())
        .catch(reportError);
    });
  }
  return panels.map(steered);
}
