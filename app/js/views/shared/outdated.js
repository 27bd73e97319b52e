// A figure that shows other settings than the controls now have says so, and in which: one press runs
// it with those of the controls, another sets the controls as it was made.

import { schemasOf } from "../../state/config.js";
import { describeDifferences, differing } from "../../state/identity.js";
import { make, setText } from "./dom.js";

/** @typedef {import("../../state/store.js").Store} Store */
/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../state/schema.js").Schema} Schema */
/** @typedef {import("./runpanel.js").RunPanel} RunPanel */

/** The figures of a run: those whose data-of names its panel. @param {Store} store @param {RunPanel} panel */
export function markFigures(store, panel) {
  const figures = [...document.querySelectorAll(`figure[data-of~="${panel.name}"]`)];
  if (figures.length === 0) return;
  const does = { onAgain: () => void panel.restart(), onAdopt: () => adopt(store, panel) };
  const notes = figures.map((figure) => new Note(figure, does));
  const show = () => {
    const { runs, runtime } = store.get();
    const run = runs[panel.name];
    if (!run) return;
    const differences = differencesOf(run, panel);
    const text = differences.length > 0 ? sentence(run, differences, panel) : "";
    const { data, [panel.name]: own } = store.get().params;
    const adoptable = differences.every(({ name }) => name in { ...data, ...own });
    // A recorded run was never the controls' own: it is labelled, but not faded.
    const recorded = run.phase === "recorded";
    const again = recorded ? "Run with these" : "Run again";
    const ready = runtime.phase === "ready";
    for (const note of notes) note.show(text, { again, ready, adoptable, faded: !recorded });
  };
  store.subscribe((state, before) => {
    const [run, old] = [state.runs[panel.name], before.runs[panel.name]];
    const another = run?.asked !== old?.asked || run?.phase !== old?.phase;
    const controls = state.params !== before.params || state.level !== before.level;
    if (another || controls || state.runtime.phase !== before.runtime.phase) show();
  });
  show();
}

/** @param {RunView} run @param {RunPanel} panel @returns {Schema[]} */
function differencesOf(run, panel) {
  if (run.phase === "empty") return [];
  return differing(schemasOf(panel.config, panel.experiment), run.asked, panel.request);
}

/** @param {RunView} run @param {Schema[]} differences @param {RunPanel} panel */
function sentence(run, differences, panel) {
  const what = describeDifferences(differences, run.asked, panel.request);
  if (run.phase === "recorded") return `Recorded with other settings than the controls: ${what}.`;
  const whole = run.phase === "finished" || run.phase === "stopped";
  return `${whole ? "This was run" : "This runs"} with other settings than the controls: ${what}.`;
}

/** Sets the controls as the shown run was made: the data first, and then what they do not bring along. @param {Store} store @param {Pick<RunPanel, "config" | "experiment" | "name" | "request">} panel */
export function adopt(store, panel) {
  const { params, runs } = store.get();
  const asked = runs[panel.name]?.asked ?? {};
  const schemas = schemasOf(panel.config, panel.experiment);
  for (const scope of ["data", panel.name]) {
    const own = schemas.filter((schema) => schema.name in (params[scope] ?? {}));
    const left = differing(own, asked, panel.request);
    const values = left.map((schema) => [schema.name, asked[schema.name] ?? schema.default]);
    store.dispatch({ type: "setMany", scope, values: Object.fromEntries(values) });
  }
}

/** The mark on a figure, with what can be done about it. */
export class Note {
  /** @param {Element} figure @param {{onAgain: () => void, onAdopt?: () => void}} does */
  constructor(figure, { onAgain, onAdopt = () => {} }) {
    this.figure = figure;
    /** Made when it is first needed. @type {HTMLElement | null} */
    this.box = null;
    this.text = make("p", "");
    this.again = make("button", "", { type: "button", class: "button" });
    this.adopt = make("button", "Take its settings", { type: "button", class: "textbutton" });
    this.again.addEventListener("click", onAgain);
    this.adopt.addEventListener("click", onAdopt);
  }

  /** @param {string} text or "" @param {{again: string, ready?: boolean, adoptable?: boolean, faded?: boolean}} how `again`: what the press is called */
  show(text, { again, ready = true, adoptable = false, faded = true }) {
    this.figure.toggleAttribute("data-outdated", text !== "" && faded);
    if (!text && !this.box) return;
    this.box ??= this.build();
    this.box.hidden = text === "";
    setText(this.text, text);
    setText(this.again, again);
    this.again.disabled = !ready;
    this.adopt.hidden = !adoptable;
  }

  build() {
    const box = make("div", "", { class: "outdated" });
    box.append(this.text, this.again, this.adopt);
    this.figure.prepend(box);
    return box;
  }
}
