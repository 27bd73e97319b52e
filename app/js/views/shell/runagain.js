// Does a recorded run again in its part, with the settings that it was recorded with. One that takes
// long says how long before it begins; at its end it is said whether it found the recorded numbers.

import { schemasOf } from "../../state/config.js";
import { find, make } from "../shared/dom.js";
import { duration } from "../shared/format.js";
import { secondsHere } from "../shared/howlong.js";
import { withoutPython } from "../shared/lacking.js";
import { comparison, settingsOf } from "../shared/repeat.js";
import { RunPanel } from "../shared/runpanel.js";
import { isInSight, showFigureOf } from "../shared/sight.js";

/** @typedef {import("./mounts.js").Page} Page */
/** @typedef {import("../shared/repeat.js").Repeat} Repeat */

/** What takes longer asks first. */
const LONG_S = 30;

/** @param {Page} page @param {HTMLButtonElement} button */
export async function runAgain(page, button) {
  const name = button.dataset.again ?? "";
  const repeat = page.config.again[name];
  if (!repeat) throw new Error(`Nothing is recorded as ${name}.`);
  button.disabled = true;
  const note = new Note(button);
  try {
    await new Again(page, name, repeat, note).do();
  } catch (error) {
    note.say(error instanceof Error ? error.message : String(error));
  } finally {
    button.disabled = false;
  }
}

class Again {
  /** @param {Page} page @param {string} name of the recorded run @param {Repeat} repeat @param {Note} note */
  constructor(page, name, { panel, settings }, note) {
    this.page = page;
    this.name = name;
    this.settings = settings;
    this.note = note;
    this.bar = find(`[data-run="${panel}"]`, HTMLElement);
  }

  async do() {
    const { page, note } = this;
    note.say(withoutPython(page.store.get().runtime));
    const panel = await this.panel();
    await page.runtime.ready;
    if (panel.active) return note.say("Its part has a run of yours under way: stop that first.");
    const { params } = page.store.get();
    this.set(panel);
    const seconds = await secondsHere(page, panel);
    if (seconds === null || seconds > LONG_S) {
      if (
        !(await note.ask(
          `${lasting(seconds)} It is done in its part, with the settings it was recorded with.`,
        ))
      ) {
        for (const scope of ["data", panel.name])
          page.store.dispatch({ type: "setMany", scope, values: params[scope] ?? {} });
        return note.end();
      }
    }
    this.show();
    note.say("It runs; its part shows how far it is.");
    await panel.restart();
    note.say(this.outcome());
  }

  /** @returns {Promise<RunPanel>} */
  async panel() {
    const { page, bar } = this;
    const { view } = page.places.of(`#${bar.closest(".part")?.id}`);
    const all = (await page.steered(view)).map(({ panel }) => panel);
    const panel = all.find((one) => one instanceof RunPanel && one.name === bar.dataset.run);
    if (!(panel instanceof RunPanel)) throw new Error("Its part could not be loaded.");
    return panel;
  }

  /** @param {RunPanel} panel */
  set({ config, name, experiment }) {
    const { scopes, store } = this.page;
    for (const scope of ["data", name]) {
      const values = settingsOf(scopes[scope] ?? [], schemasOf(config, experiment), this.settings);
      store.dispatch({ type: "setMany", scope, values });
    }
  }

  /** Its part, unless that is what is being read. */
  show() {
    const { page, bar, note } = this;
    const part = bar.closest(".part");
    if (part?.contains(note.button) || isInSight(bar)) return showFigureOf(bar);
    page.go(part?.id ?? "");
    find('[data-do="toggle"]', HTMLElement, bar).focus({ preventScroll: true });
  }

  outcome() {
    const { page, name, bar } = this;
    const run = page.store.get().runs[bar.dataset.run ?? ""];
    if (run?.phase === "stopped") return "Stopped.";
    if (run?.phase !== "finished") return "It came to no end; its part says why.";
    const found = comparison(page.config.recorded[name]?.rows ?? [], run.rows);
    return `Done in ${duration(run.elapsed)}. ${found || "Its part shows what it found."}`;
  }
}

/** @param {number | null} seconds */
function lasting(seconds) {
  if (seconds === null) return "How long it will take is not known while something else runs.";
  return `It will take about ${duration(seconds)} here.`;
}

/** What is said below the paragraph that the button ends. */
class Note {
  /** @param {HTMLButtonElement} button */
  constructor(button) {
    this.button = button;
    const paragraph = button.closest("p") ?? button;
    const old = paragraph.nextElementSibling;
    if (old?.classList.contains("againnote")) old.remove();
    this.element = make("div", "", { class: "againnote" });
    this.text = make("p", "", { role: "status" });
    this.element.append(this.text);
    paragraph.after(this.element);
  }

  /** @param {string} text */
  say(text) {
    this.element.replaceChildren(this.text);
    this.text.textContent = text;
  }

  /** @param {string} text @returns {Promise<boolean>} whether it is to begin */
  ask(text) {
    this.say(text);
    const [yes, no] = ["Run it", "Leave it"].map((label) =>
      make("button", label, { type: "button", class: "button" }),
    );
    const buttons = make("div", "", { class: "buttons" });
    buttons.append(...[yes, no].flatMap((button) => button ?? []));
    this.element.append(buttons);
    yes?.focus();
    return new Promise((resolve) => {
      yes?.addEventListener("click", () => resolve(true), { once: true });
      no?.addEventListener("click", () => resolve(false), { once: true });
    });
  }

  end() {
    this.element.remove();
    this.button.disabled = false;
    this.button.focus();
  }
}
