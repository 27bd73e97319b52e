// The offer to go on with a run that was left, or to see it again. It names the very run that it
// brings back; a run that another tab is at is not offered.

import { schemasOf } from "../../state/config.js";
import {
  dataSchemasOf,
  describeData,
  describeDifferences,
  describeSeeds,
  differing,
} from "../../state/identity.js";
import { isFree } from "../../state/owner.js";
import * as saved from "../../state/saved.js";
import { find, setText } from "./dom.js";
import { moment } from "./format.js";
import { lastOfTab } from "./keeper.js";
import { showFigureOf } from "./sight.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../pool/protocol.js").Config} Config */
/** @typedef {import("./runpanel.js").RunPanel} RunPanel */
/** @typedef {saved.SavedHead} SavedHead */

/** Runs of this panel that nobody is at: this tab's own last one first, then the newest. @param {RunPanel} panel @returns {Promise<SavedHead[]>} */
async function offered({ name, config }) {
  const heads = await saved.allHeads();
  const last = lastOfTab(name);
  const own = heads.filter((head) => head.experiment === name && head.version === config.version);
  const free = await Promise.all(own.map(({ id }) => isFree(id)));
  const left = own.filter((_, at) => free[at]);
  return [...left.filter(({ id }) => id === last), ...left.filter(({ id }) => id !== last)];
}

/** @param {HTMLElement} bar @param {Store} store @param {RunPanel} panel */
export async function offerKept(bar, store, panel) {
  const box = find("[data-offer]", HTMLElement, bar);
  const go = find('[data-do="continue"]', HTMLButtonElement, bar);
  // Without storage there is nothing to offer.
  const runs = await offered(panel).catch(() => []);
  const show = () => {
    const [head] = runs;
    box.hidden = !head || panel.active;
    if (!head) return;
    const text = sentence(panel.config, head) + besideTheControls(panel, head);
    setText(find("[data-offer-text]", HTMLElement, bar), text);
    setText(go, head.finished ? "Show it again" : "Continue the run you left");
    go.disabled = store.get().runtime.phase !== "ready";
    panel.show({ kept: head.total > 0 ? head.done / head.total : 0 });
  };
  go.addEventListener("click", () => {
    if (!runs[0]) return;
    showFigureOf(bar);
    void panel.continueFrom(runs[0]);
  });
  find('[data-do="discard"]', HTMLButtonElement, bar).addEventListener("click", () => {
    const head = runs.shift();
    panel.show({ kept: 0 });
    if (head) saved.remove(head.id).catch((error) => panel.note(`It is kept: ${error.message}.`));
    show();
  });
  store.subscribe((state, before) => {
    if (state.params !== before.params && !box.hidden) show();
  });
  if (!panel.active) show();
}

/** In what the controls differ from it now. @param {RunPanel} panel @param {SavedHead} head */
function besideTheControls(panel, { asked, params }) {
  const [kept, now] = [asked ?? params, panel.request];
  const others = differing(schemasOf(panel.config, panel.experiment), kept, now);
  if (others.length === 0) return "";
  return ` The controls have other settings: ${describeDifferences(others, kept, now)}.`;
}

/** @param {Config} config @param {SavedHead} head */
export function sentence(config, head) {
  const title = config.experiments[head.experiment]?.title ?? head.experiment;
  const share = head.total > 0 ? Math.floor((100 * head.done) / head.total) : 0;
  const state = head.finished ? "finished" : `${share} % done`;
  const when = moment(head.at, "time");
  const data = describeData(dataSchemasOf(config), head.params);
  return `You left a run here, ${describeSeeds(head.params)}, ${state}, kept at ${when}: ${title}. Data: ${data}.`;
}
