// Data of the visitor's own: what is in use, the way back, numbers pasted, and files.

import { LONGEST_TEXT } from "../../state/permalink.js";
import { byId, find, setText } from "../shared/dom.js";
import { count, counted } from "../shared/format.js";
import { Drawing } from "./drawing.js";
import { Shelf } from "./files.js";
import { KeptFiles } from "./keptfiles.js";
import { FileLook } from "./look.js";
import { textOf } from "./shapes.js";

/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {{templates: string, data_file: string, data_reading: string}} Own */

const NONE = { templates: "", data_file: "", data_reading: "" };

/** @param {HTMLElement} element @param {string} message */
function refuse(element, message) {
  setText(element, message);
  element.hidden = message === "";
}

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

export class OwnData {
  /** @param {Parts} parts */
  constructor(parts) {
    const { config, store, runtime } = parts;
    this.store = store;
    this.runtime = runtime;
    const limit = Number(config.experiments.dataset?.notes.file_bytes);
    this.shelf = new Shelf(runtime, limit);
    this.look = new FileLook(this.shelf, (packed, reading) => this.useFile(packed, reading));
    this.kept = new KeptFiles(
      (packed, reading) => this.useFile(packed, reading),
      (message) => refuse(byId("own-file-refusal"), message),
    );
    /** The file and reading that the settings name and that are being brought back. */
    this.bringing = "";
    this.drawing = new Drawing(parts);
    this.text = find("#own-text", HTMLTextAreaElement);
    /** What was in use before the way back was taken. @type {Own | null} */
    this.before = null;
    this.listen();
    store.subscribe((state, before) => {
      if (state.params.data !== before.params.data) this.changed(ownOf(before.params.data));
    });
    parts.samples.listen({ record: () => this.fillText() });
    void runtime.ready.then(() => this.enable());
    this.changed(ownOf(store.get().params.data));
  }

  get own() {
    return ownOf(this.store.get().params.data);
  }

  /** @param {Own} values */
  use(values) {
    this.store.dispatch({ type: "setMany", scope: "data", values });
  }

  listen() {
    byId("own-back").addEventListener("click", () => this.use(NONE));
    byId("own-again").addEventListener("click", () => {
      if (this.before) this.use(this.before);
    });
    byId("own-use").addEventListener("click", () => void this.paste(this.text.value));
    onFiles("own-file", (files) => this.lookAt(files));
    onFiles("own-templates-file", ([file]) => this.loadTemplates(file));
  }

  enable() {
    for (const id of ["own-use", "own-file", "own-templates-file"]) {
      byId(id).removeAttribute("disabled");
    }
    void this.checkLink();
  }

  /** Templates out of a link may be anything: they are read before they count. */
  async checkLink() {
    const { templates } = this.own;
    if (templates === "" || this.store.get().runtime.phase !== "ready") return;
    const reason = await this.refusal(templates);
    if (reason === "" || this.own.templates !== templates) return;
    this.use({ ...this.own, templates: "" });
    this.before = null;
    this.tell();
    this.tellRefused(reason);
  }

  /** Beside what else of the link was refused. @param {string} message */
  tellRefused(message) {
    this.store.dispatch({ type: "refused", messages: [...this.store.get().refused, message] });
  }

  /** Why Python will not take these templates, or "". @param {string} templates */
  async refusal(templates) {
    try {
      const params = { templates };
      await this.runtime.pool?.call({ name: "plan", experiment: "preview", params });
      return "";
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** @param {string} text */
  async paste(text) {
    const place = byId("own-text-refusal");
    if (text.trim() === "") {
      refuse(place, "There are no numbers here. What was in use stays.");
      return;
    }
    const reason = await this.refusal(text);
    refuse(place, reason && `${reason} What was in use stays.`);
    if (reason !== "") return;
    this.drawing.remember();
    this.use({ ...NONE, templates: text });
  }

  /** @param {File | undefined} file */
  async loadTemplates(file) {
    if (!file) return;
    const place = byId("own-text-refusal");
    try {
      this.shelf.check(file.name, file.size);
      const call = { name: /** @type {const} */ ("readTemplates"), file: file.name, content: file };
      const text = (await this.runtime.pool?.call(call)) ?? "";
      refuse(place, "");
      await this.paste(text);
    } catch (error) {
      refuse(place, `${reasonOf(error)} What was in use stays.`);
    }
  }

  /** @param {File[]} files */
  async lookAt(files) {
    const place = byId("own-file-refusal");
    refuse(place, "");
    try {
      await this.look.open(await this.shelf.pack(files));
    } catch (error) {
      refuse(place, `${reasonOf(error)} What was in use stays.`);
    }
  }

  /** @param {import("./files.js").Packed} packed @param {string} reading */
  async useFile(packed, reading) {
    await this.shelf.load(packed, reading);
    // First: what is said to be in use shall be there after a reload.
    await this.kept.keep(packed, reading);
    this.use({ ...this.own, data_file: packed.name, data_reading: reading });
    this.tell();
  }

  /** @param {Own} before */
  changed(before) {
    const { own } = this;
    if (own.data_file && !this.shelf.has(own.data_file, own.data_reading)) {
      void this.bring(own);
      return;
    }
    const known = this.runtime.files.has(before.data_file) ? before.data_file : "";
    const mine = { ...before, data_file: known };
    if (isOwn(mine) && !isOwn(own)) this.before = mine;
    const { written } = this.drawing;
    if (own.templates !== before.templates && own.templates !== written) void this.checkLink();
    this.tell();
    this.fillText();
  }

  /** The settings name a file that is not here, or not as it is to be read; it may still be kept. @param {Own} own */
  async bring({ data_file: name, data_reading: reading }) {
    const wanted = JSON.stringify([name, reading]);
    if (this.bringing === wanted) return;
    this.bringing = wanted;
    setText(byId("own-status"), `Looking for ${name} among the files kept in this browser.`);
    let reason = "";
    try {
      const packed = this.shelf.again(name) ?? (await this.kept.find(name));
      if (packed && this.wants(name, reading)) await this.shelf.load(packed, reading);
    } catch (error) {
      reason = reasonOf(error);
    }
    if (this.bringing === wanted) this.bringing = "";
    if (!this.wants(name, reading)) return;
    // Whoever was told that it is not here asks again.
    if (this.shelf.has(name, reading)) this.use(this.own);
    else this.refuseFile(name, reason);
  }

  /** @param {string} name @param {string} reading */
  wants(name, reading) {
    const { data_file, data_reading } = this.own;
    return data_file === name && data_reading === reading;
  }

  /** Stays with what is known of it, else with no file. @param {string} name @param {string} reason why it cannot be read as the settings say */
  refuseFile(name, reason) {
    const known = reason && this.shelf.known.get(name);
    const stays = { data_file: known ? name : "", data_reading: known ? known.reading : "" };
    this.use({ ...this.own, ...stays });
    this.tellRefused(
      reason
        ? `The link’s file cannot be read as it says: ${reason}`
        : `The link uses the file ${name}, which is not here: a link cannot carry a file. Load it under “Data of your own”; until then the generator makes the data.`,
    );
  }

  tell() {
    const { own } = this;
    setText(byId("own-status"), this.status(own));
    byId("own-status").dataset.state = isOwn(own) ? "other" : "published";
    const back = byId("own-back");
    back.hidden = !isOwn(own);
    setText(back, own.data_file ? "Back to the generator" : "Back to the published templates");
    byId("own-again").hidden = isOwn(own) || this.before === null;
    byId("own-link-note").hidden = encodeURIComponent(own.templates).length <= LONGEST_TEXT;
  }

  /** @param {Own} own */
  status(own) {
    const file = this.shelf.known.get(own.data_file);
    if (file) {
      const made = file.args?.seed === undefined ? "" : ` It was made with seed ${file.args.seed}.`;
      const same = file.published ? " It equals the published set." : "";
      const notes = (file.notes ?? []).map((note) => ` ${note}`).join("");
      return `In use: ${file.file}, ${count(file.train_samples)} training and ${counted(file.test_samples, "test sample")} of ${counted(file.length, "number")}, ${counted(file.classes.length, "class", "classes")}.${made}${same} Fingerprint ${file.fingerprint}.${notes}`;
    }
    return own.templates
      ? "In use: templates of your own, and the generator."
      : "In use: the ten published templates, and the generator.";
  }

  /** The box shows the templates in use, unless someone is writing in it. */
  fillText() {
    if (document.activeElement === this.text) return;
    this.text.value = this.own.templates || textOf(this.drawing.shapes);
  }
}

/** @param {import("../../state/schema.js").Values | undefined} params @returns {Own} */
function ownOf(params) {
  return {
    templates: String(params?.templates ?? ""),
    data_file: String(params?.data_file ?? ""),
    data_reading: String(params?.data_reading ?? ""),
  };
}

/** @param {Own} own */
function isOwn(own) {
  return own.templates !== "" || own.data_file !== "";
}

/** @param {string} id @param {(files: File[]) => Promise<void>} take */
function onFiles(id, take) {
  const input = find(`#${id}`, HTMLInputElement);
  input.addEventListener("change", async () => {
    const files = [...(input.files ?? [])];
    // Emptied, so that the same file can be chosen again after it has been mended.
    if (files.length > 0) await take(files);
    input.value = "";
  });
}
