// The state of the runtime in words, the progress of the download, and a way to try again.

import { byId, find, setText } from "../shared/dom.js";
import { counted, megabytes } from "../shared/format.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").Runtime} RuntimeState */

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
        return "Python is ready, but a part of this page could not be loaded.";
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
  if (runtime.incomplete) return runtime.incomplete;
  const workers = counted(runtime.workers, "worker");
  const slower = message ? `. A quicker one could not be used: ${message}` : "";
  return `Backend ${runtime.backend}, ${workers}${slower}`;
}

/** Whether the visitor should be told unasked. @param {RuntimeState} runtime */
function isFault({ phase, incomplete }) {
  return phase === "failed" || phase === "unsupported" || incomplete !== "";
}

/** For the header, where the sentence would not fit. @param {RuntimeState} runtime */
function inAWord({ phase, active, loaded, total, incomplete }) {
  if (phase === "ready") return active > 0 ? "Computing" : incomplete ? "Incomplete" : "Ready";
  if (phase === "failed") return "No Python";
  if (phase === "unsupported") return "No Python here";
  if (phase === "start") return "Starting";
  return total > 0 ? `Loading ${Math.floor((100 * loaded) / total)} %` : "Loading";
}

/** @param {Store} store @param {() => void} retry */
export function mountStatus(store, retry) {
  const text = byId("status-text");
  const more = byId("status-detail");
  const bar = find("#status-bar", HTMLProgressElement);
  const again = byId("status-retry");
  const short = byId("status-short");
  const box = find("#status", HTMLDetailsElement);
  const idle = more.textContent ?? "";
  again.addEventListener("click", retry);
  /** @param {RuntimeState} runtime */
  const show = (runtime) => {
    setText(text, headline(runtime));
    setText(more, detail(runtime, idle));
    setText(short, inAWord(runtime));
    // What would come with Python is then not announced (css/print.css).
    document.documentElement.toggleAttribute("data-lacking", runtime.phase === "unsupported");
    setText(find("span", HTMLElement, again), runtime.replaced ? "Reload the page" : "Try again");
    again.hidden = runtime.phase !== "failed" && !(runtime.phase === "ready" && runtime.incomplete);
    bar.hidden = runtime.phase !== "download" && runtime.phase !== "start";
    if (runtime.phase === "start") bar.removeAttribute("value");
    else bar.value = runtime.total > 0 ? runtime.loaded / runtime.total : 0;
  };
  store.subscribe((state, before) => {
    if (state.runtime !== before.runtime) show(state.runtime);
    const fault = isFault(state.runtime);
    if (fault !== isFault(before.runtime)) box.open = fault;
    if (state.refused !== before.refused) showRefused(state.refused);
  });
  // It may have begun, and failed, before.
  const { runtime } = store.get();
  show(runtime);
  if (isFault(runtime)) box.open = true;
}

/** @param {string[]} messages */
function showRefused(messages) {
  const box = byId("refused");
  box.hidden = messages.length === 0;
  const head = "Not everything in this link could be used; what could not stays at its default. ";
  setText(box, messages.length > 0 ? head + messages.join(" ") : "");
}
