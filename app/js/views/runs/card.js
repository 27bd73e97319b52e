// One kept run in the list: what it is, its name, and what can be done with it.

import { find, make, setText } from "../shared/dom.js";
import { count, counted, duration } from "../shared/format.js";
import {
  calledOf,
  differsBy,
  LONGEST_NAME,
  SHORT_HASH,
  seedsOf,
  timeOf,
  titleOf,
} from "./words.js";

/** @typedef {import("../../state/keptruns.js").KeptRun} KeptRun */
/** @typedef {import("../../pool/protocol.js").Config} Config */

/** @typedef {"open" | "again" | "weights" | "pin" | "export" | "delete"} Deed */

/**
 * @typedef {object} Hooks
 * @property {(run: KeptRun, deed: Deed) => void} onDeed
 * @property {(run: KeptRun, name: string) => void} onName
 * @property {(run: KeptRun, on: boolean) => void} onChoose beside others
 */

const AGAIN = "Run again and compare";

/** @type {[Deed, string][]} */
const DEEDS = [
  ["again", AGAIN],
  ["weights", "Try its weights"],
  ["pin", "Pin"],
  ["export", "Export"],
  ["delete", "Delete"],
];

export class Card {
  /** @param {Config} config @param {KeptRun} run @param {string} room where it was run, as a link @param {Hooks} hooks */
  constructor(config, run, room, hooks) {
    this.config = config;
    this.run = run;
    this.element = document.createElement("li");
    this.element.dataset.hash = run.hash;
    this.element.dataset.id = run.id;
    const longest = String(LONGEST_NAME);
    this.name = make("input", "", { type: "text", maxlength: longest, autocomplete: "off" });
    this.facts = make("p", "", { class: "runfacts" });
    this.measures = make("p", "", { class: "runmeasures" });
    this.name.addEventListener("change", () => hooks.onName(this.run, this.name.value.trim()));
    this.choice = make("input", "", { type: "checkbox" });
    this.choice.addEventListener("change", () => hooks.onChoose(this.run, this.choice.checked));
    this.progress = make("progress", "", { max: "1", "aria-label": "Done again" });
    this.verdict = make("p", "", { class: "runagain", role: "status" });
    this.tried = make("p", "", { class: "runagain", role: "status" });
    const said = [this.facts, this.measures, this.verdict, this.tried];
    const parts = [this.name, ...said, this.progress];
    this.element.append(...parts, this.buttons(room, hooks));
    this.again(null);
    this.show(run);
  }

  /** @param {string} room @param {Hooks} hooks */
  buttons(room, hooks) {
    const group = make("div", "", { class: "buttons", role: "group" });
    const choice = make("label", " Compare", { class: "check" });
    choice.prepend(this.choice);
    group.append(choice);
    const open = make("a", "Open in its room", {
      class: "button",
      href: room,
      "data-deed": "open",
    });
    open.addEventListener("click", () => hooks.onDeed(this.run, "open"));
    group.append(open);
    for (const [deed, label] of DEEDS) {
      const button = make("button", label, { type: "button", class: "button", "data-deed": deed });
      button.addEventListener("click", () => hooks.onDeed(this.run, deed));
      group.append(button);
    }
    return group;
  }

  /** @param {KeptRun} run */
  show(run) {
    const { config } = this;
    this.run = run;
    const called = calledOf(config, run);
    if (document.activeElement !== this.name) this.name.value = run.name;
    this.name.placeholder = calledOf(config, { ...run, name: "" });
    this.name.setAttribute("aria-label", `Name of the run: ${called}`);
    this.element.toggleAttribute("data-pinned", run.pinned);
    // Without a name of its own it is called by these.
    const what = run.name ? `${titleOf(config, run)}, ${seedsOf(run)}; ` : "";
    setText(this.facts, `${what}${differsBy(config, run)}.`);
    setText(this.measures, measuresOf(run));
    const group = find(".buttons", HTMLElement, this.element);
    group.setAttribute("aria-label", `What to do with ${called}`);
    this.choice.setAttribute("aria-label", `Compare ${called}`);
    this.verdict.dataset.verdict = run.again?.verdict ?? "";
    setText(this.verdict, run.again?.sentence ?? "");
    const weights = find('[data-deed="weights"]', HTMLButtonElement, group);
    weights.hidden = !run.networks?.length;
    const pin = find('[data-deed="pin"]', HTMLButtonElement, group);
    setText(pin, run.pinned ? "Unpin" : "Pin");
  }

  /** How far it has been done again; null while it is not, and how far it then was when it was left. @param {number | null} share @param {number | null} left */
  again(share, left = null) {
    this.progress.hidden = share === null;
    this.progress.value = share ?? 0;
    const button = find('[data-deed="again"]', HTMLButtonElement, this.element);
    const rest =
      left === null ? AGAIN : `Go on running it again (${Math.floor(100 * left)} % done)`;
    setText(button, share === null ? rest : "Stop");
  }

  /** Whether it stands beside others, and whether it may. @param {boolean} chosen @param {boolean} full */
  choose(chosen, full) {
    this.choice.checked = chosen;
    this.choice.disabled = full && !chosen;
  }
}

/** @param {KeptRun} run */
function measuresOf({ hash, version, backend, elapsed, at, rows, size, origin, altered, pinned }) {
  const parts = [
    `hash ${hash.slice(0, SHORT_HASH)}`,
    `version ${version}, ${backend}`,
    `${duration(elapsed)} of computing`,
    `${counted(rows, "row")}, ${count(Math.ceil(size / 1000))} kB`,
    `kept ${timeOf(at)}`,
    ...(origin ? [`from the file ${origin}`] : []),
    ...(altered ? ["the file was altered after the run: it names another hash"] : []),
    ...(pinned ? ["pinned"] : []),
  ];
  return parts.join(" · ");
}
