// Reset, surprise, whether the settings make the published set, and the set as a file.

import { paramsFor, schemasOf } from "../../state/config.js";
import { byId, setText } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { megabytes } from "../shared/format.js";
import { surprise } from "./surprise.js";

/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {import("../../pool/protocol.js").DataDescription} DataDescription */

/** A slider on its way says nothing that is worth a whole data set. */
const SETTLE_MS = 500;

/** What still matters when the samples come from a file. */
const WITH_A_FILE = new Set(["shuffle_seq", "data_seed"]);

/** @param {Parts} parts */
export function mountSettings(parts) {
  const { store } = parts;
  byId("data-surprise").addEventListener("click", () => {
    const values = surprise(Math.random, schemasOf(parts.config, "preview"));
    store.dispatch({ type: "setMany", scope: "data", values });
  });
  const lock = () => lockGenerator(Boolean(store.get().params.data?.data_file));
  store.subscribe((state, before) => {
    if (state.params.data?.data_file !== before.params.data?.data_file) lock();
  });
  lock();
  mountBadge(parts);
  mountTakeaway(parts);
}

/** @param {boolean} locked */
function lockGenerator(locked) {
  byId("data-from-file").hidden = !locked;
  byId("data-surprise").toggleAttribute("disabled", locked);
  for (const control of document.querySelectorAll('.control[data-scope="data"]')) {
    if (!(control instanceof HTMLElement) || WITH_A_FILE.has(control.dataset.name ?? "")) continue;
    for (const field of control.querySelectorAll("input, select")) {
      // What the link keeps as it is stays so (shell/staging.js).
      field.toggleAttribute("disabled", locked || field.closest(".fixed") !== null);
    }
  }
}

/** @param {"waiting" | "checking" | "published" | "other" | "failed"} state @param {string} text */
function showBadge(state, text) {
  byId("data-badge").dataset.state = state;
  setText(byId("data-badge-text"), text);
}

/** @param {Parts} parts */
function mountBadge({ config, store, runtime }) {
  let timer = 0;
  let latest = 0;
  const check = async () => {
    const { pool } = runtime;
    if (!pool || store.get().runtime.phase !== "ready") return;
    const params = paramsFor(config, store.get().params, "dataset");
    const turn = ++latest;
    try {
      const text = await pool.call({ name: "describeData", params });
      if (turn === latest) showVerdict(JSON.parse(text), String(params.seed));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (turn === latest) showBadge("failed", `Could not be checked: ${reason}`);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    latest += 1;
    if (store.get().runtime.phase !== "ready") return;
    showBadge("checking", "Checking whether this is the published set.");
    timer = window.setTimeout(() => void check(), SETTLE_MS);
  };
  store.subscribe((state, before) => {
    if (state.params.data !== before.params.data) soon();
  });
  void runtime.ready.then(soon);
}

/** @param {DataDescription} found @param {string} seed */
function showVerdict({ published, fingerprint }, seed) {
  const tail = `Fingerprint ${fingerprint}, seed ${seed}.`;
  if (published) showBadge("published", `Equals the published set, value for value. ${tail}`);
  else showBadge("other", `Not the published set, but yours. ${tail}`);
}

/** @param {Parts} parts */
function mountTakeaway({ config, store, runtime }) {
  const buttons = [...document.querySelectorAll("button[data-set]")].filter(
    (button) => button instanceof HTMLButtonElement,
  );
  const note = byId("data-takeaway-note");
  const idle = note.textContent ?? "";
  const enable = () => {
    const { params, runtime: now } = store.get();
    const file = Boolean(params.data?.data_file);
    for (const button of buttons) button.disabled = now.phase !== "ready" || file;
    setText(note, file ? "This set came from a file, so you have it already." : idle);
  };
  /** @param {string} kind */
  const give = async (kind) => {
    const params = paramsFor(config, store.get().params, "dataset");
    setText(note, "Writing the file.");
    try {
      const content = await runtime.pool?.file({ name: "writeFile", params, kind });
      if (!content) return;
      const name = `mnist1d-seed${params.seed}.${kind}`;
      download(name, content);
      setText(note, `${name}, ${megabytes(content.size)}, seed ${params.seed}.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setText(note, `The file could not be written: ${reason}`);
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => void give(button.dataset.set ?? ""));
  }
  store.subscribe((state, before) => {
    const changed = state.params.data !== before.params.data;
    if (changed || state.runtime.phase !== before.runtime.phase) enable();
  });
  // Python may have been quicker than the page.
  enable();
}
