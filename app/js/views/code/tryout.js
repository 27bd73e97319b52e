// Runs the changed files in a worker of their own and shows what they find beside the original's.

import { runApart } from "../../pool/apart.js";
import { TaskError } from "../../pool/member.js";
import { paramsFor } from "../../state/config.js";
import { allow, codeRefusal } from "../../state/consent.js";
import { byId, find, setText } from "../shared/dom.js";
import { fillTable } from "../shared/table.js";
import { backendFor, namesOf } from "./changes.js";
import { faultOf } from "./fault.js";
import { compared } from "./results.js";

/** @typedef {import("../shell/mounts.js").Page} Page */
/** @typedef {import("./fileeditor.js").FileEditor} FileEditor */
/** @typedef {import("./results.js").Kind} Kind */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../pool/protocol.js").Apart} Apart */
/** @typedef {import("../../pool/protocol.js").Row} Row */

/** @type {Record<string, Kind>} */
const BUTTONS = {
  "code-gradcheck": "gradcheck",
  "code-train": "benchmark",
  "code-trial": "bench",
};

const STEPS = 600;

export class Tryout {
  /** @param {Page} page @param {FileEditor} editor @param {(path: string) => boolean} isForeign whether a file came from elsewhere and waits for a yes */
  constructor(page, editor, isForeign) {
    this.page = page;
    this.editor = editor;
    this.isForeign = isForeign;
    /** @type {AbortController | null} */
    this.abort = null;
    /** What the original has found, by what was asked. @type {Map<string, Row[]>} */
    this.originals = new Map();
    for (const [id, kind] of Object.entries(BUTTONS)) {
      byId(id).addEventListener("click", () => void this.start(kind));
    }
    byId("code-stop").addEventListener("click", () => this.abort?.abort());
    this.show();
  }

  show() {
    const running = this.abort !== null;
    for (const id of Object.keys(BUTTONS)) find(`#${id}`, HTMLButtonElement).disabled = running;
    find("#code-stop", HTMLButtonElement).disabled = !running;
  }

  /** @param {string} text */
  say(text) {
    setText(byId("code-run-state"), text);
  }

  /** Why the changed files may not run, in a sentence, or "". @param {Record<string, string>} files */
  refusal(files) {
    const texts = Object.entries(files);
    if (texts.length === 0) return "Nothing is changed yet: change a line of a file first.";
    for (const [path, text] of texts) {
      // What a person has typed here, they have read.
      if (!this.isForeign(path)) allow(text);
      const refused = codeRefusal(path, text);
      if (refused) return refused;
    }
    return "";
  }

  /** @param {Kind} kind */
  async start(kind) {
    const files = this.editor.changed();
    this.forget();
    const refused = this.refusal(files);
    if (refused) return this.say(refused);
    this.abort = new AbortController();
    this.show();
    try {
      await this.compare(kind, files, this.abort.signal);
    } catch (error) {
      this.fail(error, Object.keys(files));
    }
    this.abort = null;
    this.show();
  }

  /** Of the run before. */
  forget() {
    byId("code-fault").hidden = true;
    byId("code-result").hidden = true;
    this.editor.mark("wrong", null);
  }

  /** @param {Kind} kind @param {Record<string, string>} files @param {AbortSignal} signal */
  async compare(kind, files, signal) {
    const mine = `with your changed ${namesOf(this.editor.changed())}`;
    const backend = backendFor(files);
    const asked = this.asked(kind);
    const changed = await this.run(asked, { files, backend }, `Running ${mine}`, signal);
    const key = JSON.stringify([asked, backend]);
    const original =
      this.originals.get(key) ??
      (await this.run(asked, { files: {}, backend }, "Running the original beside it", signal));
    this.originals.set(key, original);
    const { sentence, head, lines } = compared(kind, { original, changed }, mine);
    const by = backend
      ? " Both by NumPy: the compiled kernels, which else compute here, know nothing of these files."
      : "";
    this.say(sentence + by);
    setText(byId("code-result-title"), `Original, and ${mine}`);
    fillTable(find("#code-result-table", HTMLTableElement), head, lines);
    byId("code-result").hidden = false;
  }

  /** @param {Kind} kind @returns {{experiment: string, params: Values}} by the page's present settings */
  asked(kind) {
    const { config, store } = this.page;
    const { params } = store.get();
    if (kind === "bench") {
      const given = { ...paramsFor(config, params, "bench"), trials: 1 };
      return { experiment: kind, params: given };
    }
    const model = find("#code-model", HTMLSelectElement).value;
    const own =
      kind === "gradcheck"
        ? { ...params.benchmark, ...params.gradcheck, model }
        : { ...params.benchmark, models: [model], steps: STEPS, eval_every: STEPS / 6, seeds: 1 };
    const given = paramsFor(config, { ...params, [kind]: own }, kind);
    return { experiment: kind, params: given };
  }

  /**
   * @param {{experiment: string, params: Values}} asked @param {Apart} apart
   * @param {string} what is told while it runs @param {AbortSignal} signal
   * @returns {Promise<Row[]>}
   */
  async run({ experiment, params }, apart, what, signal) {
    this.say(`${what}: its Python starts.`);
    const pool = await this.page.runtime.ready;
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) =>
      this.say(`${what}: ${Math.round((100 * done) / total)} % done.`);
    const parts = this.page.runtime.pool ?? pool;
    const states = await runApart(parts, { experiment, params, apart, signal, onProgress });
    return states.flatMap(({ rows }) => rows);
  }

  /** @param {unknown} error @param {string[]} paths */
  fail(error, paths) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (name === "AbortError")
      return this.say("Stopped. Its worker is gone, and what it had with it.");
    const { path, line, sentence } =
      error instanceof TaskError && error.traceback
        ? faultOf(error.traceback, paths)
        : { path: "", line: 0, sentence: message };
    this.say("");
    const fault = byId("code-fault");
    fault.hidden = false;
    setText(fault, `With your changed ${namesOf(this.editor.changed())}: ${sentence}`);
    if (path) this.editor.showError(path, line);
  }
}
