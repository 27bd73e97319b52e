// The offer to go on with a run that was left, or to see it again. It names the very run that it
// brings back; a run that another tab is at is not offered.

import { schemasOf } from "../../state/config.js";
import {
  dataSchemasOf,
  describeData,
  describeDifferences,
  describeModel,
  differing,
  modelSchemasOf,
} from "../../state/identity.js";
import { isFree } from "../../state/owner.js";
import * as saved from "../../state/saved.js";
import { describeSeeds } from "../../state/seeds.js";
import { find, setText } from "./dom.js";
import { moment } from "./format.js";
import { lastOfTab, storedShare } from "./keeper.js";
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

class Offer {
  /** @param {HTMLElement} bar @param {Store} store @param {RunPanel} panel */
  constructor(bar, store, panel) {
    this.bar = bar;
    this.store = store;
    this.panel = panel;
    this.box = find("[data-offer]", HTMLElement, bar);
    this.go = find('[data-do="continue"]', HTMLButtonElement, bar);
    /** @type {SavedHead[]} */
    this.runs = [];
    /** Whether what is offered is the run that has just failed. */
    this.failed = false;
    this.go.addEventListener("click", () => this.accept());
    find('[data-do="discard"]', HTMLButtonElement, bar).addEventListener("click", () =>
      this.discard(),
    );
    panel.onFailed = () => void this.afterFailure();
    store.subscribe((state, before) => {
      if (this.failed && panel.phase !== "failed") this.withdraw();
      if (state.params !== before.params && !this.box.hidden) this.show();
    });
  }

  show() {
    const { panel, failed, go } = this;
    const [head] = this.runs;
    this.box.hidden = !head || panel.active;
    if (!head) return;
    const begin = failed ? "This run is kept as far as it came" : "You left a run here";
    const text = sentence(panel.config, head, begin) + besideTheControls(panel, head);
    setText(find("[data-offer-text]", HTMLElement, this.bar), text);
    setText(go, head.finished ? "Show it again" : failed ? "Go on" : "Continue the run you left");
    go.disabled = this.store.get().runtime.phase !== "ready";
    panel.show({ kept: storedShare(head) });
  }

  accept() {
    const [head] = this.runs;
    if (!head) return;
    showFigureOf(this.bar);
    void this.panel.continueFrom(head);
  }

  discard() {
    const { panel } = this;
    const head = this.runs.shift();
    panel.show({ kept: 0 });
    if (head) saved.remove(head.id).catch((error) => panel.note(`It is kept: ${error.message}.`));
    this.show();
  }

  /** What was done until then need not be done again, and no reload is needed for that. */
  async afterFailure() {
    this.failed = true;
    const left = await offered(this.panel).catch(() => []);
    this.runs = left.filter(({ id }) => id === this.panel.keeper.id);
    if (this.failed) this.show();
  }

  withdraw() {
    this.failed = false;
    this.box.hidden = true;
  }
}

/** @param {HTMLElement} bar @param {Store} store @param {RunPanel} panel */
export async function offerKept(bar, store, panel) {
  const offer = new Offer(bar, store, panel);
  // Without storage there is nothing to offer.
  const runs = await offered(panel).catch(() => []);
  if (panel.active || offer.failed) return;
  offer.runs = runs;
  offer.show();
}

/** In what the controls differ from it now. @param {RunPanel} panel @param {SavedHead} head */
function besideTheControls(panel, { asked, params }) {
  const [kept, now] = [asked ?? params, panel.request];
  const others = differing(schemasOf(panel.config, panel.experiment), kept, now);
  if (others.length === 0) return "";
  return ` The controls have other settings: ${describeDifferences(others, kept, now)}.`;
}

/** @param {Config} config @param {SavedHead} head @param {string} [begin] */
export function sentence(config, head, begin = "You left a run here") {
  const title = config.experiments[head.experiment]?.title ?? head.experiment;
  const state = head.finished ? "finished" : `${Math.floor(100 * storedShare(head))} % done`;
  const when = moment(head.at, "time");
  const data = describeData(dataSchemasOf(config), head.params);
  const model = describeModel(modelSchemasOf(config), head.params);
  const training = model && ` Training: ${model}.`;
  const run = `${describeSeeds(head.params)}, ${state}, kept at ${when}: ${title}`;
  return `${begin}, ${run}. Data: ${data}.${training}`;
}
