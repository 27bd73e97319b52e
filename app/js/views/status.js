// The state of the runtime in words, the progress of the download, and a way to try again.

import { megabytes } from "../format.js";
import { byId, find, setText } from "./dom.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../store.js").Runtime} RuntimeState */

/** @param {RuntimeState} runtime */
function headline(runtime) {
  switch (runtime.phase) {
    case "idle":
    case "download":
      return "Fetching Python. You can read on: until it is here, the figures show recorded runs.";
    case "start":
      return "Starting Python. Until it is here, the figures show recorded runs.";
    case "ready":
      if (runtime.active > 0) return "Python is computing.";
      if (runtime.incomplete)
        return "Python is ready, but a part of this page could not be loaded. Reload it to try again.";
      return runtime.mounted ? "Python is ready. Every control is live." : "Python is ready.";
    case "failed":
      return "Python could not be started.";
    case "unsupported":
      return "Python cannot run in this browser. You can still read the article and its recorded runs.";
  }
}

/** @param {RuntimeState} runtime @param {string} idle */
function detail(runtime, idle) {
  const { phase, loaded, total, message } = runtime;
  if (phase === "failed") return `${message} Nothing you have set is lost.`;
  if (phase === "unsupported") return message;
  if (phase === "download" && total > 0)
    return `${megabytes(loaded)} of ${megabytes(total)}, unpacked`;
  if (phase !== "ready") return idle;
  const workers = `${runtime.workers} worker${runtime.workers === 1 ? "" : "s"}`;
  const slower = message ? `. A quicker one could not be used: ${message}` : "";
  return `Backend ${runtime.backend}, ${workers}${slower}`;
}

/** @param {Store} store @param {() => void} retry */
export function mountStatus(store, retry) {
  const text = byId("status-text");
  const more = byId("status-detail");
  const bar = find("#status-bar", HTMLProgressElement);
  const again = byId("status-retry");
  const idle = more.textContent ?? "";
  again.addEventListener("click", retry);
  /** @param {RuntimeState} runtime */
  const show = (runtime) => {
    setText(text, headline(runtime));
    setText(more, detail(runtime, idle));
    again.hidden = runtime.phase !== "failed";
    bar.hidden = runtime.phase !== "download" && runtime.phase !== "start";
    if (runtime.phase === "start") bar.removeAttribute("value");
    else bar.value = runtime.total > 0 ? runtime.loaded / runtime.total : 0;
  };
  store.subscribe((state, before) => {
    if (state.runtime !== before.runtime) show(state.runtime);
    if (state.refused !== before.refused) showRefused(state.refused);
  });
  show(store.get().runtime); // it may have begun before
}

/** @param {string[]} messages */
function showRefused(messages) {
  const box = byId("refused");
  box.hidden = messages.length === 0;
  const head = "Not everything in this link could be used; what could not stays at its default. ";
  setText(box, messages.length > 0 ? head + messages.join(" ") : "");
}
