// What was understood of a visitor's file, before anything is used: each guess can be changed, and
// the file is then read anew.

import { SignalChart } from "../../pictures/signals.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { count, counted } from "../shared/format.js";
import { fillTable } from "../shared/table.js";

/** @typedef {import("../../pool/protocol.js").Guess} Guess */
/** @typedef {import("../../pool/protocol.js").Look} Look */
/** @typedef {import("../../pool/protocol.js").Understood} Understood */
/** @typedef {import("./files.js").Packed} Packed */

/** What each option is called, and what happens where nothing is said. @type {Record<string, [string, string]>} */
const NAMES = {
  delimiter: ["Between the cells", ""],
  decimal: ["Decimal mark", ""],
  header: ["First row names the columns", ""],
  label: ["Column or array of labels", ""],
  index: ["Column that counts the rows", ""],
  split: ["Column of train and test", ""],
  ignore: ["Columns to leave out", "none, or their numbers with + between"],
  gaps: ["Missing values", "refuse"],
  order: ["Order of training rows", "random, with a fixed seed"],
  scale: ["Scale", "as it is"],
  length: ["Numbers a signal", "as they are"],
};

/** What a choice is called, where its own word does not say it. @type {Record<string, string>} */
const TITLES = {
  bar: "bar |",
  comma: "comma ,",
  drop: "leave the row out",
  each: "standardise each signal",
  file: "as in the file",
  line: "fill with straight lines",
  point: "point .",
  seeded: "random, with a fixed seed",
  semicolon: "semicolon ;",
  whole: "standardise the whole set",
  zero: "fill with zeros",
};

/** @param {string} choice */
const titleOf = (choice) => TITLES[choice] ?? choice;

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

export class FileLook {
  /**
   * @param {import("./files.js").Shelf} shelf
   * @param {(packed: Packed, reading: string) => Promise<void>} use
   */
  constructor(shelf, use) {
    this.shelf = shelf;
    this.use = use;
    this.panel = byId("own-look");
    this.found = byId("own-look-found");
    this.yes = find("#own-look-use", HTMLButtonElement);
    this.chart = new SignalChart(byId("own-look-signals"), { most: 3 });
    /** @type {Packed | null} */
    this.packed = null;
    /** What the visitor has said, by option. @type {Map<string, string>} */
    this.said = new Map();
    /** Counts the looks: an answer to an earlier one is not shown. */
    this.asked = 0;
    this.yes.addEventListener("click", () => void this.accept());
    byId("own-look-leave").addEventListener("click", () => this.close());
  }

  get reading() {
    return [...this.said].map(([name, value]) => `${name}=${value}`).join(", ");
  }

  /** @param {Packed} packed */
  async open(packed) {
    this.packed = packed;
    this.said.clear();
    setText(byId("own-look-name"), packed.shown);
    // What was understood of the file before is not said of this one.
    this.refuse("");
    this.showGuesses([]);
    this.found.hidden = true;
    this.panel.hidden = false;
    await this.read();
    this.panel.focus();
  }

  close() {
    this.packed = null;
    this.asked += 1;
    this.panel.hidden = true;
  }

  async read() {
    const { packed } = this;
    if (!packed) return;
    const asked = ++this.asked;
    this.panel.dataset.state = "reading";
    // Nobody says yes to what is not shown yet.
    this.yes.disabled = true;
    setText(byId("own-look-summary"), `Reading ${packed.shown}.`);
    const look = await this.shelf.look(packed, this.reading);
    if (asked === this.asked) this.show(look);
  }

  /** @param {Look} look */
  show(look) {
    const refused = look.refused ?? "";
    this.panel.dataset.state = refused ? "refused" : "read";
    this.refuse(refused);
    this.yes.disabled = refused !== "";
    this.found.hidden = refused !== "";
    if (look.refused !== undefined) {
      this.showGuesses(look.guesses);
      setText(byId("own-look-summary"), "It cannot be used as it is read now.");
      return;
    }
    const { understood, notes } = look;
    this.showGuesses(understood.guesses);
    this.showFound(understood);
    byId("own-look-notes").replaceChildren(...notes.map((note) => make("li", note)));
  }

  /** @param {string} reason */
  refuse(reason) {
    setText(byId("own-look-refusal"), reason);
    byId("own-look-refusal").hidden = reason === "";
  }

  /** @param {Understood} understood */
  showFound({ rows, length, train, test, classes, first }) {
    setText(
      byId("own-look-summary"),
      `${counted(rows, "sample")} of ${counted(length, "number")} in ${counted(classes.length, "class", "classes")}: ${count(train)} for training, ${count(test)} for testing.`,
    );
    fillTable(
      find("#own-look-classes", HTMLTableElement),
      ["Class", "In the file", "Training", "Test"],
      classes.map((found) => [
        String(found.label),
        found.name,
        count(found.train),
        count(found.test),
      ]),
    );
    const labels = new Map(classes.map(({ name, label }) => [name, label]));
    const t = Array.from({ length }, (_, index) => index);
    this.chart.draw(
      first.map(({ name, values }) => ({
        label: labels.get(name) ?? 0,
        caption: name,
        x: heights(values),
        t,
      })),
    );
    const names = first.map(({ name }) => name).join(", ");
    setText(
      byId("own-look-first"),
      `The file’s first ${first.length} signals (${names}), each at its own scale.`,
    );
  }

  /** @param {Guess[]} guesses */
  showGuesses(guesses) {
    const host = byId("own-look-guesses");
    const focused = document.activeElement?.id ?? "";
    host.replaceChildren(...guesses.map((guess) => this.control(guess)));
    if (focused.startsWith("own-look-guess-")) document.getElementById(focused)?.focus();
  }

  /** @param {Guess} guess */
  control(guess) {
    const id = `own-look-guess-${guess.name}`;
    const [title, usual] = NAMES[guess.name] ?? [guess.name, ""];
    const field = guess.choices.length > 0 ? select(guess, usual) : input(guess, usual);
    field.id = id;
    field.addEventListener("change", () => {
      const value = field.value.trim();
      if (value) this.said.set(guess.name, value);
      else this.said.delete(guess.name);
      this.read().catch((error) => this.refuse(reasonOf(error)));
    });
    const row = document.createElement("div");
    row.className = "look-guess";
    row.append(make("label", title, { for: id }), field);
    return row;
  }

  async accept() {
    const { packed } = this;
    if (!packed) return;
    try {
      await this.use(packed, this.reading);
      // By now another file may be looked at.
      if (this.packed === packed) this.close();
    } catch (error) {
      this.refuse(reasonOf(error));
    }
  }
}

/** A choice among what the option takes; the first leaves it to the reader. @param {Guess} guess @param {string} usual */
function select(guess, usual) {
  const field = document.createElement("select");
  const choices = guess.choices.map((choice) =>
    typeof choice === "string" ? { value: choice, title: titleOf(choice) } : pair(choice),
  );
  // Said of the file as it was read before, perhaps, when it had other columns.
  if (guess.said && !choices.some(({ value }) => value === guess.value))
    choices.push({ value: guess.value, title: titleOf(guess.value) });
  const found = choices.find(({ value }) => value === guess.value)?.title ?? guess.value;
  const left = guess.said ? "find out" : usual || (found ? `found: ${found}` : "find out");
  field.append(make("option", left, { value: "" }));
  for (const { value, title } of choices) field.append(make("option", title, { value }));
  field.value = guess.said ? guess.value : "";
  return field;
}

/** @param {[string, string]} choice */
function pair([value, title]) {
  return { value, title };
}

/** @param {Guess} guess @param {string} usual */
function input(guess, usual) {
  const field = document.createElement("input");
  field.type = "text";
  field.placeholder = usual;
  field.value = guess.said ? guess.value : "";
  return field;
}

/** A signal about its middle, brought to a common height: the chart has one scale for all. @param {number[]} values */
function heights(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const half = (high - low) / 2 || 1;
  return values.map((value) => (value - low) / half - 1);
}
