// The buttons of a run, its progress and estimate.

import { find, onPress, setText } from "./dom.js";
import { leftOf, rateOf, shareOf } from "./forecast.js";
import { counted, duration } from "./format.js";
import { withoutPython } from "./lacking.js";
import { offerKept } from "./offer.js";
import { markFigures } from "./outdated.js";
import { RunEnd } from "./runend.js";
import { showFigureOf } from "./sight.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("./runpanel.js").RunPanel} RunPanel */

const SHOWN_NOTICES = 2;

/** @param {Store} store @param {RunPanel} panel */
export function mountRunbar(store, panel) {
  const bar = find(`[data-run="${panel.name}"]`, HTMLElement);
  /** @param {string} name */
  const button = (name) => find(`[data-do="${name}"]`, HTMLButtonElement, bar);
  const actions = {
    toggle: () => {
      if (!panel.active) showFigureOf(bar);
      panel.toggle();
    },
    step: () => panel.step(),
    stop: () => panel.stop(),
    reset: () => panel.reset(),
  };
  for (const [name, act] of Object.entries(actions)) {
    onPress(button(name), () => void act());
  }
  const end = new RunEnd(bar);
  const show = () => showBar(bar, store.get(), panel, end);
  store.subscribe((state, before) => {
    const changed = state.runs[panel.name] !== before.runs[panel.name];
    if (changed || state.runtime.phase !== before.runtime.phase) show();
  });
  show();
  markFigures(store, panel);
  void offerKept(bar, store, panel);
}

/** @param {RunView} run @param {string} start */
function label(run, start) {
  if (run.phase === "running" || run.phase === "planning") return "Pause";
  if (run.phase === "paused") return "Resume";
  return run.phase === "recorded" || run.phase === "empty" ? start : `${start} again`;
}

/** @param {RunView} run @param {import("../../state/store.js").Runtime} runtime */
function note(run, runtime) {
  const { phase, workers } = runtime;
  const share = shareOf(run);
  const left = leftOf(run, workers);
  switch (run.phase) {
    case "planning":
      return "Making the data and the tasks.";
    case "running":
      if (run.waiting) return "Waits for a worker: another run has them all.";
      return left === null
        ? "Making the data."
        : `${share} % done after ${duration(run.elapsed)}, ${rateOf(run)}, about ${duration(left)} to go`;
    case "paused":
      return `Paused at ${share} % after ${duration(run.elapsed)}`;
    case "finished":
      return `Finished in ${duration(run.elapsed)}`;
    case "stopped":
      return `Stopped at ${share} %. What was measured stays.`;
    default:
      return phase === "ready" ? "" : withoutPython(runtime);
  }
}

/** @param {HTMLElement} bar @param {import("../../state/store.js").State} state @param {RunPanel} panel @param {RunEnd} end */
function showBar(bar, state, panel, end) {
  const run = state.runs[panel.name];
  if (!run) return;
  const ready = state.runtime.phase === "ready";
  const active = run.phase === "running" || run.phase === "planning" || run.phase === "paused";
  const fresh = run.phase === "recorded" || run.phase === "empty";
  bar.dataset.phase = run.phase === "planning" ? "running" : run.phase;
  bar.dataset.rows = String(run.rows.length);
  bar.dataset.kept = String(run.kept);
  bar.toggleAttribute("data-waiting", active && run.waiting);
  /** @param {string} name @param {boolean} on */
  const enable = (name, on) => {
    find(`[data-do="${name}"]`, HTMLButtonElement, bar).disabled = !on;
  };
  enable("toggle", ready);
  enable("step", ready && run.phase !== "planning");
  enable("stop", active);
  enable("reset", !fresh);
  enable("continue", ready && !active);
  setText(find("[data-label]", HTMLElement, bar), label(run, bar.dataset.start ?? "Start"));
  setText(find("[data-note]", HTMLElement, bar), note(run, state.runtime));
  const progress = find("progress", HTMLProgressElement, bar);
  progress.hidden = !active;
  progress.value = shareOf(run);
  end.show(run, active);
  const failed = run.phase === "failed";
  showNotices(find("[data-failure]", HTMLElement, bar), failed ? run.notices : []);
  showNotices(find("[data-notice]", HTMLElement, bar), failed || fresh ? [] : run.notices);
  if (active) find("[data-offer]", HTMLElement, bar).hidden = true;
}

/** Many seeds may say the same, so only the first few are spelt out. @param {HTMLElement} box @param {string[]} notices */
function showNotices(box, notices) {
  const few = notices.slice(0, SHOWN_NOTICES);
  const more = notices.length - few.length;
  box.hidden = notices.length === 0;
  setText(
    box,
    few.join(" ") + (more > 0 ? ` The same happened in ${counted(more, "more training")}.` : ""),
  );
}
