// Curves that stay: up to four pinned answers as ghosts on the same axes, named by what differs, and
// the differences from the present one, paired by seed.

import { describeData, said } from "../../state/identity.js";
import { make } from "../shared/dom.js";
import { points, rangeOf } from "../tickets/wording.js";
import { Answer } from "./answers.js";

/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("../../state/schema.js").Schema} Schema */
/** @typedef {import("../../pool/protocol.js").Row} Row */

/** @typedef {{answer: Answer, name: string}} Pin */

export const MOST_PINS = 4;

/** Which make other data altogether, whatever the generator's settings are. */
const SOURCES = ["data_file", "data_reading", "templates"];

/** Whether a setting is not the same in all. @param {Values[]} settings @param {string} name */
const differs = (settings, name) =>
  new Set(settings.map((values) => JSON.stringify(values[name] ?? ""))).size > 1;

/**
 * What differs among settings, as words for each: "noise 0.02", "noise 0.3".
 * @param {{schemas: Schema[], data: Schema[]}} of the experiment's, and those of the data among them
 * @param {Values[]} settings
 * @param {string} [alike] where nothing differs
 * @returns {string[]}
 */
export function names({ schemas, data }, settings, alike = "as now") {
  const others = SOURCES.some((name) => differs(settings, name));
  const ofData = new Set(others ? data.map(({ name }) => name) : []);
  const differing = schemas.filter(({ name, kind }) => {
    if (name === "trials" || kind === "text" || ofData.has(name)) return false;
    return differs(settings, name);
  });
  return settings.map((values) => {
    const made = others ? [describeData(data, values)] : [];
    const told = differing.map((schema) => said(schema, values[schema.name]));
    return [...made, ...told].join(", ") || alike;
  });
}

export class Pins {
  /** @param {{schemas: Schema[], data: Schema[]}} schemas as of names @param {(a: Row[], b: Row[]) => Promise<Row[]>} compare paired differences b − a, by Python */
  constructor(schemas, compare) {
    this.schemas = schemas;
    this.compare = compare;
    /** @type {Answer[]} */
    this.answers = [];
    /** Differences by pinned key, as last worked out. @type {Map<string, {asked: string, rows: Row[]}>} */
    this.differences = new Map();
  }

  /** @param {Answer} answer */
  add(answer) {
    this.remove(answer.key);
    this.answers = [...this.answers, frozen(answer)].slice(-MOST_PINS);
  }

  /** @param {string} key */
  remove(key) {
    this.answers = this.answers.filter((answer) => answer.key !== key);
  }

  /** @param {Values} present @returns {Pin[]} */
  named(present) {
    const called = names(this.schemas, [...this.answers.map((answer) => answer.params), present]);
    return this.answers.map((answer, index) => ({ answer, name: called[index] ?? "" }));
  }

  /** The difference of the present answer from each pinned one. @param {Answer} present @param {() => void} onNews */
  renew(present, onNews) {
    for (const pinned of this.answers) {
      const asked = `${present.key} ${present.summarised} ${pinned.summarised}`;
      if (this.differences.get(pinned.key)?.asked === asked || present.summarised === 0) continue;
      const entry = { asked, rows: this.differences.get(pinned.key)?.rows ?? [] };
      this.differences.set(pinned.key, entry);
      this.compare(pinned.wholeRows, present.wholeRows)
        .then((rows) => {
          entry.rows = rows;
          onNews();
        })
        .catch(() => {
          entry.asked = "";
        });
    }
  }
}

/** A copy that later trials do not change. @param {Answer} answer */
function frozen(answer) {
  const copy = new Answer(answer.params);
  copy.settled = answer.settled;
  copy.tasks = answer.whole;
  copy.summary = answer.summary;
  copy.summarised = answer.summarised;
  copy.elapsed = answer.elapsed;
  return copy;
}

/**
 * The table: a row for each pinned curve, at one sparsity.
 * @param {HTMLTableElement} table
 * @param {{pin: Pin, differences: Row[]}[]} pinned
 * @param {number} sparsity
 * @param {(key: string) => void} onRemove
 */
export function fillPins(table, pinned, sparsity, onRemove) {
  const head = ["Pinned", "ticket", "random", "whole", ""];
  const at = (/** @type {Row[]} */ rows, /** @type {string} */ arm, /** @type {number} */ s) =>
    rows.find((row) => row.arm === arm && Math.abs(Number(row.sparsity) - s) < 1e-9);
  const body = pinned.map(({ pin, differences }, index) => {
    const cells = [
      ["lottery", sparsity],
      ["random", sparsity],
      ["dense", 0],
    ].map(([arm, s]) => make("td", change(at(differences, String(arm), Number(s)))));
    const remove = make("button", "Remove", { type: "button", class: "textbutton" });
    remove.setAttribute("aria-label", `Remove the pinned curve ${pin.name}`);
    remove.addEventListener("click", () => onRemove(pin.answer.key));
    const last = document.createElement("td");
    last.append(remove);
    const row = document.createElement("tr");
    row.append(make("th", `${index + 1}: ${pin.name}`, { scope: "row" }), ...cells, last);
    return row;
  });
  const thead = document.createElement("tr");
  thead.append(...head.map((text) => make("th", text, { scope: "col" })));
  table.replaceChildren(thead, ...body);
}

/** What the present curve has more than the pinned one. @param {Row | undefined} row */
function change(row) {
  if (!row) return "";
  const range = rangeOf(row);
  const signed = (/** @type {number} */ value) => (value > 0 ? `+${points(value)}` : points(value));
  const mean = signed(Number(row.mean));
  return range ? `${mean} (${points(range[0])}\u00a0to\u00a0${points(range[1])})` : mean;
}
