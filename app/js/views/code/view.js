// The view of the code: which file is shown, what has become of it, and where else it may go.

import { byId, find, setText } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { counted } from "../shared/format.js";
import { breathe } from "../shared/pieces.js";
import { Arrivals } from "./arrivals.js";
import { Console } from "./console.js";
import { loadLibrary } from "./editor.js";
import { FileEditor } from "./fileeditor.js";
import { Keeping } from "./keeping.js";
import { Links } from "./links.js";
import { linesOf, sourcesIn } from "./sources.js";
import { Tryout } from "./tryout.js";

/** @typedef {import("../shell/mounts.js").Page} Page */

/** @param {Page} page @returns {Promise<Map<string, string>>} */
async function fetchSources({ config }) {
  const answer = await fetch(new URL(config.wheel.url, document.baseURI));
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return sourcesIn(await answer.arrayBuffer());
}

/** What waits for the view; the stops wait for something to stop. */
const LATER = "#code :is(button, select):disabled:not(#code-stop, #console-stop)";

export class CodeView {
  /** @param {Page} page */
  static async open(page) {
    const [library, sources] = await Promise.all([loadLibrary(), fetchSources(page)]);
    await breathe();
    await new CodeView(page, library, sources).begin();
  }

  /** @param {Page} page @param {import("./editor.js").Library} library @param {Map<string, string>} sources */
  constructor(page, library, sources) {
    this.page = page;
    this.sources = sources;
    this.files = find("#code-file", HTMLSelectElement);
    this.subjects = [...document.querySelectorAll(".subject")].filter(
      (button) => button instanceof HTMLButtonElement,
    );
    this.editor = new FileEditor(
      library,
      byId("code-editor"),
      sources,
      () => this.tell(),
      (file) => void this.arrivals.take(file),
    );
    const isForeign = (/** @type {string} */ path) => this.arrivals.isForeign(path);
    this.arrivals = new Arrivals(this.editor, () => this.tell());
    this.keeping = new Keeping(this.editor, isForeign);
    this.tryout = new Tryout(page, this.editor, isForeign);
    this.console = new Console(page, () => this.runnable());
    this.links = new Links(page, this.editor);
    this.files.replaceChildren(...[...sources.keys()].map((path) => new Option(path, path)));
  }

  /** Puts back what was kept, and lets everything be used. */
  async begin() {
    await this.keeping.restore();
    this.files.addEventListener("change", () => this.showFile(this.files.value));
    for (const button of this.subjects) {
      button.addEventListener("click", () => this.showSubject(button));
    }
    this.bindButtons();
    for (const field of document.querySelectorAll(LATER)) field.removeAttribute("disabled");
    const [first] = this.subjects;
    if (first) {
      await breathe();
      this.editor.open(first.dataset.file ?? "");
      await breathe();
      this.showSubject(first);
      await breathe();
    }
    this.page.store.subscribe(() => void this.takeLinked());
    await this.takeLinked();
  }

  /** What a link has brought: shown once, since it waits there for a yes. */
  async takeLinked() {
    const { store } = this.page;
    const { file } = store.get();
    if (!file) return;
    // So that the same link, put into the window again, asks again.
    store.dispatch({ type: "file", file: null });
    await this.arrivals.takeLinked(file);
    this.press(null);
  }

  /** The changed files but for those that wait for a yes. */
  runnable() {
    const changed = Object.entries(this.editor.changed());
    const waits = (/** @type {[string, string]} */ [path]) => this.arrivals.isForeign(path);
    return {
      files: Object.fromEntries(changed.filter((entry) => !waits(entry))),
      waiting: changed.filter(waits).map(([path]) => path),
    };
  }

  bindButtons() {
    byId("code-diff").addEventListener("click", () => this.toggleDifference());
    byId("code-reset").addEventListener("click", () => this.reset());
    byId("code-save").addEventListener("click", () => this.save());
  }

  /** @param {HTMLButtonElement} button */
  showSubject(button) {
    const { file = "", symbol = "" } = button.dataset;
    this.editor.show(file, linesOf(this.editor.text(file), symbol));
    this.press(button);
  }

  /** @param {string} path */
  showFile(path) {
    this.editor.show(path);
    this.press(null);
  }

  /** @param {HTMLButtonElement | null} pressed */
  press(pressed) {
    for (const button of this.subjects) {
      button.setAttribute("aria-pressed", String(button === pressed));
    }
  }

  toggleDifference() {
    const on = !this.editor.showsChanges;
    byId("code-diff").setAttribute("aria-pressed", String(on));
    this.editor.compare(on);
  }

  reset() {
    const { editor } = this;
    editor.replace(editor.path, editor.original(editor.path));
    editor.view.focus();
  }

  save() {
    const { path } = this.editor;
    download(path.split("/").pop() ?? path, this.editor.text(path), "text/x-python");
  }

  /** What has become of the files. */
  tell() {
    const { path } = this.editor;
    if (path === "") return;
    const changes = this.editor.changed();
    for (const option of this.files.options) {
      const name = option.value in changes ? `${option.value} (changed)` : option.value;
      setText(option, name);
    }
    this.files.value = path;
    const { added, removed } = this.editor.difference(path);
    setText(
      byId("code-state"),
      path in changes
        ? `Changed: ${counted(added, "line")} new, ${counted(removed, "line")} gone.`
        : `As it runs, version ${this.page.config.version}.`,
    );
    this.arrivals.show();
    this.keeping.changed();
  }
}
