// The view of the kept runs: the list, what is looked for in it, and what is done with one.

import { reasonOf } from "../../state/database.js";
import * as kept from "../../state/keptruns.js";
import { newId } from "../../state/owner.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { megabytes } from "../shared/format.js";
import { addSheet } from "../shared/sheet.js";
import { Again } from "./again.js";
import { Card } from "./card.js";
import { Comparing } from "./comparing.js";
import { goneSentence, keepRecord, NEW } from "./keeping.js";
import { restore, roomOf } from "./rooms.js";
import { tryWeights } from "./weights.js";
import { calledOf, fileOf, found, titleOf } from "./words.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {kept.KeptRun} KeptRun */

/** More are shown when asked for: each card has its fields and buttons. */
const SHOWN = 40;

/** @param {Page} page */
export async function open(page) {
  await addSheet("runs");
  await new RunsView(page).begin();
}

class RunsView {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.views = /** @type {{labPlaces: import("../../state/permalink.js").Places}} */ (
      /** @type {unknown} */ (window)
    ).labPlaces.views;
    /** @type {KeptRun[]} */
    this.runs = [];
    /** @type {Map<string, Card>} */
    this.cards = new Map();
    this.all = false;
    /** Whether the storage has said what it holds. */
    this.known = false;
    /** @type {kept.Whole | null} */
    this.deleted = null;
    this.repeating = new Again(page, (message) => this.say(message));
    this.comparing = new Comparing(page, () => this.compare());
    this.find = find("#runs-find", HTMLInputElement);
    this.experiment = find("#runs-experiment", HTMLSelectElement);
    this.file = find("#runs-file", HTMLInputElement);
    this.listen();
  }

  listen() {
    this.find.addEventListener("input", () => this.show());
    this.experiment.addEventListener("change", () => this.show());
    this.file.addEventListener("change", () => void this.import());
    byId("runs-more").addEventListener("click", () => {
      this.all = true;
      this.show();
    });
    find("#runs-undo button", HTMLButtonElement).addEventListener("click", () => void this.undo());
    for (const field of [this.find, this.experiment, this.file]) field.disabled = false;
    kept.subscribe(() => void this.renew());
    this.page.store.subscribe((state, before) => {
      if (state.place.view !== before.place.view && this.isSeen()) this.show();
    });
    addEventListener("beforeprint", () => this.show());
  }

  isSeen() {
    return this.page.store.get().place.view === "runs";
  }

  async begin() {
    await this.renew();
    await this.trying("What was left cannot be read", async () => {
      await this.repeating.look(this.runs);
      for (const [id, card] of this.cards) card.again(null, this.repeating.shareOf(id));
    });
  }

  /** What the storage holds now. */
  async renew() {
    await this.trying("The kept runs cannot be read", async () => {
      this.runs = await kept.allRuns();
      const ids = new Set(this.runs.map(({ id }) => id));
      for (const id of this.cards.keys()) if (!ids.has(id)) this.cards.delete(id);
      this.known = true;
      // Where fields come into the page, hidden or not, Chromium looks at all that there are, and has
      // the parts of the shown view laid out that hold some.
      if (this.isSeen()) this.show();
      if (this.comparing.follow(this.runs)) this.compare();
    });
  }

  show() {
    if (!this.known) return;
    const { config } = this.page;
    this.showChoices();
    const wanted = found(config, this.runs, this.find.value, this.experiment.value);
    const shown = this.all ? wanted : wanted.slice(0, SHOWN);
    const cards = shown.map((run) => this.cardOf(run));
    const list = byId("runs-list");
    const elements = cards.map(({ element }) => element);
    // A card that stays is not moved: its field may have the focus.
    if (!same(elements, [...list.children])) list.replaceChildren(...elements);
    byId("runs-more").hidden = shown.length === wanted.length;
    setText(byId("runs-more"), `Show all ${wanted.length}`);
    byId("runs-none").hidden = wanted.length > 0;
    const none = "Nothing is kept yet: run any experiment, or pin a curve on the bench.";
    setText(byId("runs-none"), this.runs.length > 0 ? "No kept run has all of these words." : none);
    const size = this.runs.reduce((sum, run) => sum + run.size, 0);
    const room = kept.ROOM_BYTES / 1e6;
    setText(
      byId("runs-size"),
      `${this.runs.length} kept, ${megabytes(size)} of ${room} MB; past that, the oldest that is not pinned goes.`,
    );
  }

  /** The experiments of which there are runs. */
  showChoices() {
    const { config } = this.page;
    const names = [...new Set(this.runs.map(({ experiment }) => experiment))].sort();
    if (this.experiment.dataset.names === names.join()) return;
    this.experiment.dataset.names = names.join();
    const { value } = this.experiment;
    const options = names.map((name) => {
      const title = config.experiments[name]?.title ?? name;
      return make("option", title, { value: name });
    });
    this.experiment.replaceChildren(make("option", "all", { value: "" }), ...options);
    this.experiment.value = names.includes(value) ? value : "";
  }

  /** @param {KeptRun} run */
  cardOf(run) {
    const known = this.cards.get(run.id);
    if (known) {
      known.show(run);
      return known;
    }
    const card = new Card(this.page.config, run, roomOf(this.page, this.views, run), {
      onDeed: (its, deed) => void this.trying("It could not be done", () => this[deed](its)),
      onName: (its, name) =>
        void this.trying("The name is not kept", () => kept.change(its.id, { name })),
      onChoose: (its, on) => this.comparing.choose(its, on),
    });
    card.again(null, this.repeating.shareOf(run.id));
    this.cards.set(run.id, card);
    return card;
  }

  /** Those that are chosen, beside each other. */
  compare() {
    const { comparing } = this;
    for (const [id, card] of this.cards) card.choose(comparing.has(id), comparing.full);
    void this.trying("They cannot be compared", () => comparing.show());
  }

  /** @param {KeptRun} run */
  async again(run) {
    const card = this.cards.get(run.id);
    if (!card || this.repeating.stop(run.id)) return;
    try {
      await this.repeating.start(run, (share) => card.again(share));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    } finally {
      card.again(null);
    }
  }

  /** Its networks on the data that are set now. @param {KeptRun} run */
  async weights(run) {
    const card = this.cards.get(run.id);
    if (card) await tryWeights(this.page, run, (text) => setText(card.tried, text));
  }

  /** @param {KeptRun} run */
  async pin({ id, pinned }) {
    await kept.change(id, { pinned: !pinned });
  }

  /** @param {KeptRun} run */
  async export(run) {
    download(fileOf(run), await kept.recordOf(run.id));
  }

  /** @param {KeptRun} run */
  async open(run) {
    restore(this.page, run);
  }

  /** @param {KeptRun} run */
  async delete(run) {
    this.deleted = await kept.remove(run.id);
    const box = byId("runs-undo");
    setText(find("span", HTMLElement, box), `${calledOf(this.page.config, run)} is deleted.`);
    box.hidden = false;
    const button = find("button", HTMLButtonElement, box);
    button.hidden = this.deleted === null;
    if (this.deleted) button.focus();
  }

  async undo() {
    const { deleted } = this;
    if (!deleted) return;
    await this.trying("It could not be brought back", async () => {
      this.say(goneSentence(await kept.keep(deleted)));
      this.deleted = null;
      byId("runs-undo").hidden = true;
    });
  }

  async import() {
    const files = [...(this.file.files ?? [])];
    this.file.value = ""; // so that the same file may be chosen again
    const refused = [];
    for (const file of files) {
      try {
        refused.push(await this.take(file));
      } catch (error) {
        refused.push(`${reasonOf(error)}.`);
      }
    }
    this.say(refused.filter(Boolean).join(" "));
  }

  /** @param {File} file @returns {Promise<string>} what is to be said of it */
  async take(file) {
    const { config, runtime } = this.page;
    const pool = await runtime.ready;
    const own = { ...NEW, id: newId(), origin: file.name };
    const { run, gone } = await keepRecord(pool, file, own, (run) => {
      const known = this.runs.find((other) => kept.isSame(other, run));
      if (known) throw new Error(`${file.name} is kept already, as ${calledOf(config, known)}`);
      if (!Object.hasOwn(config.experiments, run.experiment)) {
        throw new Error(
          `${file.name} is of ${titleOf(config, run).slice(0, 60)}, which this page does not have`,
        );
      }
    });
    const altered = `${file.name} was altered after its run: it names another hash than its rows have.`;
    return [run.altered ? altered : "", goneSentence(gone)].filter(Boolean).join(" ");
  }

  /** @param {string} text */
  say(text) {
    const box = byId("runs-refusal");
    setText(box, text);
    box.hidden = text === "";
  }

  /** Says in one sentence what went wrong, and nothing else breaks. @param {string} what @param {() => Promise<void>} work */
  async trying(what, work) {
    try {
      this.say("");
      await work();
    } catch (error) {
      this.say(`${what}: ${reasonOf(error)}.`);
    }
  }
}

/** @param {Element[]} a @param {Element[]} b */
function same(a, b) {
  return a.length === b.length && a.every((element, index) => element === b[index]);
}
