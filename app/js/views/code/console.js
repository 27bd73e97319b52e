// The console: what is typed, what Python says, and the session in between, which is begun by the
// first input and ended by Stop, by a new allowance, or by leaving the page.

import { ConsoleSession } from "../../pool/console.js";
import { paramsFor } from "../../state/config.js";
import { isFramed } from "../../state/consent.js";
import { allRuns, recordOf } from "../../state/keptruns.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { backendFor, namesOf } from "./changes.js";
import { History } from "./history.js";
import { openings } from "./openings.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/** Of inputs and answers, so many stay. */
const KEPT = 200;

export class Console {
  /** @param {Page} page @param {() => {files: Record<string, string>, waiting: string[]}} changes the visitor's, and the files that wait for a yes */
  constructor(page, changes) {
    this.page = page;
    this.changes = changes;
    this.input = find("#console-input", HTMLTextAreaElement);
    this.network = find("#console-network", HTMLInputElement);
    this.changed = find("#console-changed", HTMLInputElement);
    this.log = byId("console-log");
    this.history = new History();
    /** @type {ConsoleSession | null} */
    this.session = null;
    this.running = false;
    /** Settles once the session is open. @type {Promise<void>} */
    this.begun = Promise.resolve();
    /** Where output goes now. @type {HTMLElement | null} */
    this.said = null;
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.fit());
    byId("console-run").addEventListener("click", () => void this.run());
    byId("console-stop").addEventListener("click", () =>
      this.end("Stopped. Its worker is gone, and its names with it; the next input begins anew."),
    );
    this.network.addEventListener("change", () => this.allow());
    this.changed.addEventListener("change", () => this.end("The next input begins anew."));
    this.show();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this.run();
    }
    const { value, selectionStart, selectionEnd } = this.input;
    const first = !value.slice(0, selectionStart).includes("\n");
    const last = !value.slice(selectionEnd).includes("\n");
    const step = event.key === "ArrowUp" && first ? -1 : event.key === "ArrowDown" && last ? 1 : 0;
    if (step === 0 || event.shiftKey) return;
    const text = this.history.step(step, value);
    if (text === null) return;
    event.preventDefault();
    this.fill(text);
  }

  /** @param {string} text */
  fill(text) {
    this.input.value = text;
    this.fit();
  }

  fit() {
    this.input.rows = Math.min(12, this.input.value.split("\n").length);
  }

  show() {
    find("#console-stop", HTMLButtonElement).disabled = this.session === null;
    find("#console-run", HTMLButtonElement).disabled = this.running;
  }

  /** @param {string} text */
  say(text) {
    setText(byId("console-state"), text);
  }

  /** What has been allowed or taken back holds for a session from its beginning, so another begins. */
  async allow() {
    this.end("");
    const on = this.network.checked;
    this.say(on ? "Allowed for the session that the next input begins." : "No network any more.");
    const opened = on ? await openings(this.page.config.app) : "";
    if (this.network.checked === on) setText(byId("console-opens"), opened);
  }

  /** @param {string} text told */
  end(text) {
    this.session?.end();
    this.session = null;
    this.running = false;
    this.said = null;
    setText(byId("console-package"), "");
    this.say(text);
    this.show();
  }

  async run() {
    const source = this.input.value.trimEnd();
    if (source.trim() === "" || this.running) return;
    if (isFramed()) return this.say("Inside another page there is no console: open it in a tab.");
    const { pool } = this.page.runtime;
    if (!pool) return this.say("Python has not started yet.");
    this.history.add(source);
    this.fill("");
    this.write("typed", source);
    this.said = null;
    this.running = true;
    this.show();
    const session = this.session ?? this.spawn(pool);
    try {
      await this.begun;
      if (session === this.session) this.say("Running.");
      const well = await session.type(source);
      if (session !== this.session) return;
      this.say(well ? "" : "It raised an error.");
    } catch (error) {
      if (session !== this.session) return;
      this.end(error instanceof Error ? error.message : String(error));
    }
    this.running = false;
    this.show();
  }

  /** What a session that begins now is given, and what is said of it. */
  given() {
    const { files, waiting } = this.changes();
    const used = this.changed.checked ? files : {};
    const names = namesOf(used);
    const told = [
      names ? `This session’s package has your changed ${names}, as it was at its beginning.` : "",
      names && backendFor(used)
        ? "It computes by NumPy, since the compiled kernels know nothing of that."
        : "",
      ...waiting.map((path) => `${path} came from elsewhere, waits for your yes, and is left out.`),
    ];
    return { files: used, backend: backendFor(used), names, told: told.filter(Boolean).join(" ") };
  }

  /** Begins a session, which `begun` waits for. @param {import("../../pool/pool.js").Pool} pool */
  spawn(pool) {
    const session = ConsoleSession.spawn(pool, {
      onOutput: (text) => session === this.session && this.hear(text),
      onDeath: (reason) =>
        session === this.session && this.end(`The session has ended: ${reason}.`),
    });
    this.session = session;
    this.begun = this.open(session, pool);
    this.say("Its Python starts.");
    this.show();
    return session;
  }

  /** @param {ConsoleSession} session @param {import("../../pool/pool.js").Pool} pool */
  async open(session, pool) {
    const { config, store } = this.page;
    const { files, backend, names, told } = this.given();
    setText(byId("console-package"), told);
    try {
      await session.open(pool, {
        ...{ network: this.network.checked, files, backend },
        params: paramsFor(config, store.get().params, "dataset"),
        record: await lastRecord(),
        onOutput: () => {},
        onDeath: () => {},
      });
    } catch (error) {
      if (!names) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`With your changed ${names} it could not begin: ${why}`);
    }
  }

  /** @param {string} text of Python's */
  hear(text) {
    this.said ??= this.write("said", "");
    this.said.append(text);
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** @param {"typed" | "said"} kind @param {string} text */
  write(kind, text) {
    const entry = make("pre", text, { class: kind });
    this.log.append(entry);
    while (this.log.childElementCount > KEPT) this.log.firstElementChild?.remove();
    this.log.hidden = false;
    this.log.scrollTop = this.log.scrollHeight;
    return entry;
  }
}

/** The newest finished run that is kept. @returns {Promise<Blob | null>} null without one, or where storage is shut */
async function lastRecord() {
  try {
    const [newest] = await allRuns();
    return newest ? await recordOf(newest.id) : null;
  } catch {
    return null;
  }
}
