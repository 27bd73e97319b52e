// The controls: mask x initial weights x data, as accuracies and as paired differences.

import { drawRows } from "../../charts/rows.js";
import { niceDomain, Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, find, make, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { share } from "../shared/format.js";
import { fillLegend } from "../shared/legend.js";
import { fillTable } from "../shared/table.js";
import { cellStyle } from "./arms.js";
import { inView, priceOf, rateIn, rowOf, trainingsIn, VIEWS, viewsOf } from "./atbest.js";
import { DATA_LABELS, dataLabel, gridOf } from "./grid.js";
import { sparsities } from "./lotteryrows.js";
import { levelOf } from "./search.js";
import { points, pValue, rangeOf, verdictOf, withRange } from "./wording.js";

/** @typedef {import("../../state/store.js").RunView} RunView */
/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("../../charts/rows.js").Row} IntervalRow */
/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {import("./grid.js").Cell} Cell */

/** What was published, before any run. @type {Record<string, string[]>} */
const AT_FIRST = {
  controls: ["fresh", "reversed", "shuffled", "rolled"],
  mask_controls: ["dense", "lottery", "random"],
  weight_controls: ["own"],
};

/** An interval of few trials may be far wider than what is worth showing. */
const REACH = 12;

/** @param {number} value */
const plain = (value) => String(Number(value.toFixed(1)));

/** An axis over means, with their intervals as far as they are worth showing. @param {Row[]} rows @param {number[]} [others] @returns {[number, number]} */
export function domainOf(rows, others = []) {
  const means = [...rows.map((row) => Number(row.mean)), ...others];
  const most = Math.max(...means) + REACH;
  const least = Math.min(...means) - REACH;
  const ends = rows.flatMap((row) => rangeOf(row) ?? []);
  const clipped = ends.map((end) => Math.max(least, Math.min(most, end)));
  return niceDomain([...means, ...clipped], { count: 7 });
}

export class ControlsView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.summary = new Summary(byId("controls-summary"));
    this.ranges = { mean: new Widening(), lead: new Widening() };
    this.charts = { mean: byId("controls-chart"), lead: byId("controls-lead") };
    parts.store.subscribe((state, before) => {
      if (state.runs.controls !== before.runs.controls) this.show();
    });
    parts.summaries.subscribe((name) => {
      if (name === "controls") this.show();
    });
    byId("controls-copy").addEventListener("click", () => this.copy());
    offerFigure(parts, {
      name: "controls",
      run: "controls",
      title: "What makes a ticket win?",
      rows: () => [...this.table, ...(this.run?.rows ?? [])],
      pictures: "#controls-chart svg, #controls-lead svg",
      legend: () => this.styles(),
    });
    this.cite();
    this.show();
  }

  /** @returns {RunView | undefined} */
  get run() {
    return this.parts.store.get().runs.controls;
  }

  get table() {
    return this.parts.summaries.of("controls");
  }

  /** @param {string} name @returns {string[]} */
  setting(name) {
    const value = this.run?.params[name];
    return Array.isArray(value) && value.length > 0 ? value.map(String) : (AT_FIRST[name] ?? []);
  }

  /** The networks trained on one kind of data. @param {string} control @returns {Cell[]} */
  cells(control) {
    return this.setting("mask_controls").flatMap((arm) =>
      this.setting("weight_controls").map((weights) => ({ control, arm, weights })),
    );
  }

  /** @param {string} what @param {Cell} cell @param {string} at of which view */
  find(what, cell, at) {
    return rowOf(inView(this.table, at), what, cell);
  }

  /** @param {Cell} cell @returns {number[]} */
  published({ control, arm, weights }) {
    const renewed = control === "fresh" && weights === "reinitialised";
    if (weights !== "own" && !renewed) return [];
    const row = this.parts.config.published.controls.find(
      (item) => item.source === "figures" && item.control === (renewed ? "reinitialised" : control),
    );
    const value = row?.[/** @type {"dense" | "lottery" | "random"} */ (arm)];
    return value === undefined ? [] : [value];
  }

  cite() {
    const source = this.parts.config.published.sources.figures;
    if (source) byId("controls-source").append(make("a", source.title, { href: source.url }));
  }

  show() {
    this.draw();
    fillLegend(byId("controls-legend"), this.styles());
    const { run } = this;
    const views = viewsOf(this.table);
    const head = views.length > 1 ? [...HEAD, "its best rate", "trainings"] : HEAD;
    const lines = views.flatMap((at) => this.lines(at));
    fillTable(find("#controls-table", HTMLTableElement), head, lines);
    this.grid();
    setText(byId("controls-origin"), run ? originOf(this.parts.config, run) : "");
    this.summary.say(this.describe(), run?.phase !== "running");
  }

  draw() {
    const controls = this.setting("controls");
    const means = this.table.filter((row) => row.what === "test_acc");
    const published = controls.flatMap((control) =>
      this.cells(control).flatMap((cell) => this.published(cell)),
    );
    drawRows(this.charts.mean, this.rows("test_acc"), {
      label: "final test accuracy, percent",
      domain: this.ranges.mean.over([this.run?.asked], domainOf(means, published)),
      format: plain,
    });
    const leads = this.table.filter((row) => row.what === "ticket_minus_this");
    drawRows(this.charts.lead, this.rows("ticket_minus_this"), {
      label: "ticket minus rival, percentage points",
      domain: this.ranges.lead.over(
        [this.run?.asked, leads.length > 0],
        leads.length > 0 ? domainOf(leads, [0]) : [-2, 10],
      ),
      format: plain,
      rule: 0,
    });
  }

  /** @param {string} what @returns {IntervalRow[]} */
  rows(what) {
    return this.setting("controls").flatMap((control) =>
      viewsOf(this.table).map((at) => ({
        label: dataLabel(control, at),
        points: this.cells(control)
          .filter(
            ({ arm, weights }) => what === "test_acc" || arm !== "lottery" || weights !== "own",
          )
          .map((cell) => this.point(what, cell, at)),
      })),
    );
  }

  /** @param {string} what @param {Cell} cell @param {string} at */
  point(what, cell, at) {
    const row = this.find(what, cell, at);
    const { label, ...style } = cellStyle(cell.arm, cell.weights);
    const rate = at === "best" ? rateIn(this.table, cell, "") : "";
    return {
      ...style,
      label: rate ? `${label}, rate ${rate}:` : label,
      value: row ? Number(row.mean) : null,
      range: rangeOf(row),
      ticks: what === "test_acc" && at !== "best" ? this.published(cell) : [],
    };
  }

  styles() {
    return this.cells("").map(({ arm, weights }) => cellStyle(arm, weights));
  }

  grid() {
    const controls = this.setting("controls");
    const grids = viewsOf(this.table).map((at) =>
      gridOf(controls, this.cells(controls[0] ?? ""), {
        find: (cell) => this.find("test_acc", cell, at),
        note: (cell) => (at === "best" ? rateIn(this.table, cell, "") : ""),
        said: VIEWS[at] ?? at,
      }),
    );
    const lines = grids.flatMap((grid) => grid.lines);
    fillTable(find("#controls-grid", HTMLTableElement), grids[0]?.head ?? [], lines);
  }

  /** @param {string} at */
  lines(at) {
    return this.setting("controls").flatMap((control) =>
      this.cells(control).map((cell) => {
        const mean = this.find("test_acc", cell, at);
        const lead = this.find("ticket_minus_this", cell, at);
        const best = [rateIn(this.table, cell), trainingsIn(this.table, cell)];
        return [
          `${dataLabel(control, at)}: ${cellStyle(cell.arm, cell.weights).label}`,
          withRange(mean),
          withRange(lead),
          lead ? pValue(lead.p_holm) : "",
          mean ? String(mean.n) : "",
          ...(at === "best" ? ["", ...best] : [this.published(cell).map(plain).join("")]),
          ...(at === "published" ? ["", ""] : []),
        ];
      }),
    );
  }

  describe() {
    const leads = this.table.filter(isMainRival);
    const known = leads.filter((row) => rangeOf(row));
    if (known.length === 0) {
      const some = this.table.length > 0;
      return some
        ? "An interval needs at least two trials of every network."
        : "No control has been run yet. The grey ticks are the published values of 2020.";
    }
    const lines = this.setting("controls").flatMap((control) => {
      const here = known.filter((row) => row.control === control);
      const rivals = here.map((row) => {
        const name = cellStyle(String(row.arm), String(row.weights)).label;
        const view = row.at ? ` ${VIEWS[String(row.at)]}` : "";
        return `${name}${view} ${withRange(row)}, ${verdictOf(row)}`;
      });
      const rates = this.rates(control);
      return rivals.length > 0
        ? [`${DATA_LABELS[control] ?? control}: ${rivals.join("; ")}${rates}`]
        : [];
    });
    const price = priceOf(this.table, { control: String(known[0]?.control), weights: "own" });
    const lead = `The ticket’s lead in points, by ${known[0]?.n} paired trials (told apart by p-values that allow for the number of differences).`;
    return `${lead} ${lines.join(". ")}.${price}${this.noise()}`;
  }

  /** Which rates were best on one kind of data. @param {string} control */
  rates(control) {
    const named = { control, weights: "own" };
    const [ticket, dense] = ["lottery", "dense"].map((arm) =>
      rateIn(this.table, { ...named, arm }),
    );
    return ticket && dense ? ` (best rates: ticket ${ticket}; dense ${dense})` : "";
  }

  /** What chance alone makes of the same training. */
  noise() {
    const row = this.table.find(({ what }) => what === "seed_noise");
    if (!row) return "";
    return ` The same training with its initial weights jittered by 1e-7 has a standard deviation of ${points(Number(row.mean))} points.`;
  }

  /** The search's settings, its levels up to the one picked, as settings of the controls. */
  copy() {
    const { store, scopes } = this.parts;
    const state = store.get();
    const search = state.runs.lottery;
    const levels = sparsities(search?.rows ?? []);
    const level = levelOf(state);
    const told = byId("controls-copied");
    if (!search || level === 0) {
      setText(told, "Level 0 is the dense network: pick a level with weights removed.");
      return;
    }
    const names = (scopes.controls ?? []).map(({ name }) => name);
    const keep = new Set(["trials", "controls", "mask_controls", "weight_controls"]);
    const given = { ...search.params, schedule: "list", sparsities: levels.slice(0, level + 1) };
    const values = Object.fromEntries(
      Object.entries(given).filter(([name]) => names.includes(name) && !keep.has(name)),
    );
    store.dispatch({ type: "setMany", scope: "controls", values });
    setText(
      told,
      `Set: the search’s settings and its ${level + 1} levels up to ${share(levels[level] ?? 0)} removed. Press Run the controls.`,
    );
  }
}

/** The dense network as it was, and the ticket's mask with other weights: the rest is in the table. @param {Row} row */
function isMainRival({ what, arm, weights }) {
  if (what !== "ticket_minus_this") return false;
  return (
    (arm === "dense" && weights === "own") || (arm === "lottery" && weights === "reinitialised")
  );
}

const HEAD = [
  "data: network",
  "accuracy (95 %)",
  "ticket minus this (95 %)",
  "p (Holm)",
  "trials",
  "2020, about",
];
