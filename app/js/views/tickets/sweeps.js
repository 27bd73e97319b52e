// A sweep as small maps: one number a point, over two knobs, a map for each value of a third. The
// recorded one is a ticket's lead; a table of the visitor's own can be opened in its place.

import { drawHeat } from "../../charts/cells.js";
import { clearFigure, loadD3 } from "../../charts/figure.js";
import { shortened } from "../../state/quote.js";
import { toCsv } from "../../state/record.js";
import { byId, find, make, setText } from "../shared/dom.js";
import { enableDownloads, offerDownloads, picturesOf } from "../shared/downloads.js";
import { namePlaces } from "../shared/named.js";
import { fillTable } from "../shared/table.js";
import { offerPoints } from "./sweepagain.js";
import { showFields } from "./sweepfields.js";
import { captionOfSweep, rowsOfSweep } from "./sweepfiles.js";
import { bare, linesOf, narrowed, numberOf, readSweep } from "./sweeptable.js";
import { isTold, measured, scaleOf, summaryOf } from "./sweepwords.js";
import { withRange } from "./wording.js";

/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {import("./sweeptable.js").Sweep} Sweep */
/** @typedef {import("../../state/schema.js").Values} Values */
/** @typedef {import("./sweeptable.js").Line} Line */
/** @typedef {import("./sweeptable.js").Knob} Knob */
/** @typedef {import("./sweeptable.js").Filter} Filter */

/** A summary of ten thousand points; a larger file would hold the page while it is read. */
const LARGEST = 2_000_000;

/** What columns and values of a summary are called. @type {Record<string, string>} */
const WORDS = {
  minus_dense: "lead over the dense network",
  chosen: "accuracy at the best setting",
  best: "each at its best",
  dense_best: "dense alone at its best",
  published: "all at the published rate",
  what: "Measure",
  at: "Learning rates",
  arm: "Arm",
  sparsity: "Share removed",
};
const said = (/** @type {string} */ name) => WORDS[name] ?? name.replaceAll("_", " ");

export class SweepsView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Sweep | null} */
    this.sweep = null;
    this.name = "";
    /** Of a recorded one: as which run its points were made, but for what the maps turn. @type {Values | null} */
    this.params = null;
    /** What the visitor chose, by column; the maps' axes as "x" and "y". @type {Record<string, string>} */
    this.wanted = {};
    this.file = find("#sweeps-file", HTMLInputElement);
    this.file.addEventListener("change", () => void this.open());
    byId("sweeps-recorded").addEventListener("click", ({ target }) => {
      const name = target instanceof HTMLButtonElement ? target.dataset.sweep : undefined;
      if (name) void this.showRecorded(name);
    });
    byId("sweeps-filters").addEventListener("change", (event) => {
      const field = event.target;
      if (!(field instanceof HTMLSelectElement)) return;
      this.wanted[field.name] = field.value;
      this.show();
    });
    const rows = () => rowsOfSweep(parts.config, this, this.shown().lines);
    offerDownloads("sweeps", {
      file: "mnist1d-sweep",
      csv: () => toCsv(rows()),
      json: () => {
        const [title, caption] = [this.title(), this.caption()];
        return JSON.stringify({ title, caption, version: parts.config.version, rows: rows() });
      },
      pictures: () => picturesOf("#sweeps-maps svg"),
      labels: () => ({ title: this.title(), caption: this.caption(), legend: [] }),
    });
    enableDownloads("sweeps", false);
    void this.showRecorded("gain");
  }

  /** @param {string} recorded its name in static/recorded/ */
  async showRecorded(recorded) {
    const { url, integrity } = this.parts.config.sweeps;
    /** @type {import("./sweepagain.js").Recorded | null} */
    let sweep = null;
    const shown = await this.take(async () => {
      const response = await fetch(url, { integrity });
      if (!response.ok) throw new Error("The recorded sweep did not arrive. Reload the page.");
      const { [recorded]: found } = await response.json();
      sweep = found;
      const { csv, seeds, fixed } = found;
      const held = ["hidden", "steps"].filter((name) => name in fixed);
      const told = held
        .map((name) => `${this.label(name).toLowerCase()} ${fixed[name]}, `)
        .join("");
      const params = { ...fixed, seed: 0, trials: seeds };
      return { csv, params, name: `Recorded on the command line: ${told}seeds 0 to ${seeds - 1}.` };
    });
    this.press(recorded);
    offerPoints(this.parts.config, shown ? sweep : null, (name) => this.label(name));
  }

  /** @param {string} recorded which of the recorded ones is shown, or none */
  press(recorded) {
    for (const chip of byId("sweeps-recorded").querySelectorAll("button")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.sweep === recorded));
    }
  }

  async open() {
    const file = this.file.files?.[0];
    this.file.value = "";
    if (!file) return;
    const opened = await this.take(async () => {
      if (file.size > LARGEST)
        throw new Error("That file is larger than 2 MB, which a summary is not.");
      return { csv: await file.text(), name: `${shortened(file.name)}, opened here.` };
    });
    if (!opened) return;
    this.press("");
    offerPoints(this.parts.config, null, String);
  }

  /** Shows a table, or says why not and keeps what is shown. @param {() => Promise<{csv: string, name: string, params?: Values}>} read */
  async take(read) {
    const refusal = byId("sweeps-refusal");
    refusal.hidden = true;
    try {
      const [{ csv, name, params = null }, d3] = await Promise.all([read(), loadD3()]);
      // Not csvParse, which makes functions of text; the page's policy allows none.
      const sweep = readSweep(...linesOf(d3.csvParseRows(csv)));
      this.wanted = { what: "minus_dense", at: "best", arm: "lottery" };
      Object.assign(this, { sweep, name, params });
    } catch (error) {
      refusal.hidden = false;
      setText(refusal, error instanceof Error ? error.message : String(error));
      return false;
    }
    this.show();
    enableDownloads("sweeps", true);
    return true;
  }

  /** The axes, the knobs that are held and those that make maps, and the lines that are left. */
  shown() {
    const sweep = this.sweep ?? { knobs: [], lines: [], keys: [] };
    const { filters, lines } = narrowed(sweep, this.wanted);
    const { knobs } = sweep;
    const of = (/** @type {string | undefined} */ name, /** @type {Knob[]} */ left) =>
      left.find((knob) => knob.name === name) ?? left[0];
    const x = of(this.wanted.x ?? "at_max_translation", knobs);
    const y = of(
      this.wanted.y,
      knobs.filter((knob) => knob !== x),
    );
    const [across, ...held] = knobs.filter((knob) => knob !== x && knob !== y);
    const holding = held.map(({ name, values }) => ({
      name,
      values,
      chosen: values.find((value) => value === this.wanted[name]) ?? values[0] ?? "",
    }));
    const left = lines.filter((line) => holding.every(({ name, chosen }) => line[name] === chosen));
    return { knobs, x, y, across, filters: [...filters, ...holding], lines: left };
  }

  show() {
    const { knobs, x, y, across, filters, lines } = this.shown();
    if (!x || !y) return;
    byId("sweeps").removeAttribute("data-unmade");
    this.showFilters(knobs, [x, y], filters);
    const panels = across ? across.values : [""];
    const hosts = panels.map((value) => this.panel(across, value));
    for (const old of byId("sweeps-maps").querySelectorAll(".host"))
      clearFigure(/** @type {HTMLElement} */ (old));
    byId("sweeps-maps").replaceChildren(...hosts.map(({ panel }) => panel));
    const scale = scaleOf(lines);
    for (const [at, { host }] of hosts.entries()) {
      const own = across ? lines.filter((line) => line[across.name] === panels[at]) : lines;
      const cells = own.map((line) => this.cell(line, x, y));
      drawHeat(host, {
        cells,
        x: this.axis(x),
        y: this.axis(y),
        ...scale,
        above: "lottery",
        below: "dense",
      });
    }
    setText(byId("sweeps-title-line"), this.title());
    setText(byId("sweeps-summary"), summaryOf(lines, scale.signed));
    setText(byId("sweeps-origin"), this.name);
    namePlaces(byId("sweeps-maps"), "Map of the lead", this.caption());
    this.showTable(knobs, lines);
  }

  /** @param {Knob[]} knobs @param {Knob[]} axes @param {Filter[]} filters */
  showFilters(knobs, axes, filters) {
    const names = knobs.map(({ name }) => name);
    const fields = [
      ...["x", "y"].map((name, at) =>
        this.field(name, name === "x" ? "Across" : "Up", names, axes[at]?.name ?? ""),
      ),
      ...filters.map(({ name, values, chosen }) =>
        this.field(name, this.label(name), values, chosen),
      ),
    ];
    showFields(byId("sweeps-filters"), fields);
  }

  /** @param {string} name @param {string} label @param {string[]} values @param {string} chosen @returns {import("./sweepfields.js").Field} */
  field(name, label, values, chosen) {
    const isAxis = name === "x" || name === "y";
    const options = values.map((value) => {
      const option = make("option", isAxis ? this.label(value) : said(value), { value });
      option.selected = value === chosen;
      return option;
    });
    return { name, label, options };
  }

  /** @param {Knob | undefined} across @param {string} value */
  panel(across, value) {
    const panel = make("div", "", { class: "sweepmap" });
    const name = across ? `${this.label(across.name)}: ${value}` : "";
    const host = make("div", "", { class: "host" });
    if (name) panel.append(make("p", name, { class: "mapname" }));
    panel.append(host);
    return { panel, host };
  }

  /** @param {Line} line @param {Knob} x @param {Knob} y */
  cell(line, x, y) {
    const where = [x, y].map(({ name }) => `${this.label(name)} ${line[name]}`).join(", ");
    const trials = line.n ? `, ${line.n} trials` : "";
    return {
      x: line[x.name] ?? "",
      y: line[y.name] ?? "",
      value: numberOf(line.mean),
      sure: isTold(line),
      title: `${where}\n${withRange(measured(line))}${trials}`,
    };
  }

  /** @param {Knob} knob */
  axis({ name, values }) {
    return { label: this.label(name), domain: values };
  }

  /** A parameter as the page calls it. @param {string} column */
  label(column) {
    const name = bare(column);
    const { experiments } = this.parts.config;
    const schema = [
      ...(experiments.preview?.params ?? []),
      ...(experiments.rivals?.params ?? []),
    ].find((param) => param.name === name);
    return schema?.label ?? said(name);
  }

  title() {
    const { filters } = this.shown();
    const told = filters.map(({ name, chosen }) =>
      WORDS[chosen] ? said(chosen) : `${this.label(name)} ${chosen}`,
    );
    const title = told.join(", ") || "means of a sweep";
    return title.charAt(0).toUpperCase() + title.slice(1);
  }

  caption() {
    return captionOfSweep(this.parts.config, this.title(), this);
  }

  /** @param {Knob[]} knobs @param {Line[]} lines */
  showTable(knobs, lines) {
    const head = [
      ...knobs.map(({ name }) => this.label(name)),
      "mean (95 %)",
      "trials",
      "p by Holm",
    ];
    const rows = lines.map((line) => [
      ...knobs.map(({ name }) => line[name] ?? ""),
      withRange(measured(line)),
      line.n ?? "",
      line.p_grid ?? line.p_holm ?? "",
    ]);
    fillTable(find("#sweeps-table", HTMLTableElement), head, rows);
  }
}
