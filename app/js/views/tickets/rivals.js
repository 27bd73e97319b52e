// Each at its best: accuracy against the learning rate, and what is left of the lead when every arm
// has the setting that suits it.

import { curveOf, LineChart } from "../../charts/line.js";
import { drawRows } from "../../charts/rows.js";
import { Widening } from "../../pictures/scale.js";
import { originOf } from "../../state/identity.js";
import { byId, find, Summary, setText } from "../shared/dom.js";
import { offerFigure } from "../shared/figurefiles.js";
import { fillTable } from "../shared/table.js";
import { styleOf } from "./arms.js";
import { choiceOf, rateIn, trainingsIn } from "./atbest.js";
import { domainOf } from "./controls.js";
import { points, pValue, rangeOf, verdictOf, withRange } from "./wording.js";

/** @typedef {import("../../pool/protocol.js").Row} Row */
/** @typedef {import("./mount.js").Parts} Parts */
/** @typedef {import("./arms.js").ArmStyle} ArmStyle */

const ARMS = ["lottery", "same_mask", "reinitialised", "random", "dense"];
const DECAYS = ["constant", "linear"];

/** What each lead compares. @type {Record<string, string>} */
export const LEADS = {
  published: "as published",
  best: "each at its best",
  dense_best: "dense alone at its best",
  dense_setting: "both as suits dense",
};

/** @param {number} value */
const plain = (value) => String(Number(value.toFixed(2)));

/** Rates stand on an axis of powers of ten. @param {Row} row */
const powerOf = ({ rate }) => Math.log10(Number(rate));

/** @param {number} power */
export const rateOf = (power) => String(Number((10 ** power).toPrecision(2)));

/** @param {string} arm @returns {ArmStyle} */
function style(arm) {
  if (arm !== "same_mask") return styleOf(arm);
  return { id: arm, label: "mask of the published rate", mark: "down", dash: "4 3" };
}

/**
 * An arm's mean accuracy against the rate, at the last step.
 * @param {Row[]} table
 * @param {string} arm
 * @param {string} decay
 */
export function accuraciesOf(table, arm, decay) {
  return table
    .filter((row) => row.what === "test_acc" && row.stop === "last")
    .filter((row) => row.arm === arm && row.decay === decay)
    .sort((a, b) => Number(a.rate) - Number(b.rate));
}

export class RivalsView {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.charts = DECAYS.map((decay) => new LineChart(byId(`rates-${decay}`), { aspect: 0.8 }));
    this.ranges = { rates: new Widening(), leads: new Widening() };
    this.summary = new Summary(byId("rivals-summary"));
    parts.store.subscribe((state, before) => {
      if (state.runs.rivals !== before.runs.rivals) this.show();
    });
    parts.summaries.subscribe((name) => {
      if (name === "rivals") this.show();
    });
    offerFigure(parts, {
      name: "rivals",
      run: "rivals",
      title: "Each at its best",
      rows: () => [...this.table, ...(this.run?.rows ?? [])],
      pictures: "#rates-constant svg, #rates-linear svg, #rivals-leads svg",
      legend: () => this.arms.map(style),
    });
    this.show();
  }

  get run() {
    return this.parts.store.get().runs.rivals;
  }

  get table() {
    return this.parts.summaries.of("rivals");
  }

  /** Those that were trained. */
  get arms() {
    return ARMS.filter((arm) => this.table.some((row) => row.arm === arm));
  }

  show() {
    for (const [at, chart] of this.charts.entries()) chart.draw(this.spec(DECAYS[at] ?? ""));
    this.drawLeads();
    this.showTable();
    const { run } = this;
    setText(byId("rivals-origin"), run ? originOf(this.parts.config, run) : "");
    this.summary.say(this.describe(), run?.phase !== "running");
  }

  /** @param {string} decay */
  spec(decay) {
    const { table } = this;
    const all = table.filter((row) => row.what === "test_acc" && row.stop === "last");
    const some = all.length > 0;
    const domain = this.ranges.rates.over([this.run?.asked, some], some ? domainOf(all) : [40, 80]);
    const powers = all.map(powerOf);
    const [low, high] = powers.length > 0 ? [Math.min(...powers), Math.max(...powers)] : [-3, -1];
    return {
      x: {
        label: decay === "linear" ? "learning rate at first, falling to 0" : "learning rate",
        domain: /** @type {[number, number]} */ ([low, high > low ? high : low + 1]),
        format: rateOf,
      },
      y: { label: "final test accuracy, percent", domain, format: plain },
      series: this.arms.map((arm) => ({
        ...style(arm),
        ...curveOf(accuraciesOf(table, arm, decay), powerOf),
      })),
    };
  }

  drawLeads() {
    const leads = this.table.filter((row) => row.what === "minus_dense");
    const rows = Object.entries(LEADS).map(([at, label]) => ({
      label,
      points: leads
        .filter((row) => row.at === at)
        .map((row) => {
          const { id, label: arm, mark } = style(String(row.arm));
          return { id, label: arm, mark, value: Number(row.mean), range: rangeOf(row) };
        }),
    }));
    drawRows(byId("rivals-leads"), rows, {
      label: "lead over the dense network, percentage points",
      domain: this.ranges.leads.over(
        [this.run?.asked, leads.length > 0],
        leads.length > 0 ? domainOf(leads, [0]) : [-5, 10],
      ),
      format: plain,
      rule: 0,
    });
  }

  showTable() {
    const { table } = this;
    const lines = this.arms.map((arm) => {
      const chosen = table.find((row) => row.what === "chosen" && row.arm === arm);
      const lead = (/** @type {string} */ at) =>
        table.find((row) => row.what === "minus_dense" && row.arm === arm && row.at === at);
      const leads = Object.keys(LEADS).map((at) => {
        const row = lead(at);
        return row ? `${withRange(row)}; p ${pValue(row.p_holm)}` : "";
      });
      return [
        style(arm).label,
        rateIn(table, { arm }),
        withRange(chosen),
        ...leads,
        trainingsIn(table, { arm }),
      ];
    });
    const leads = Object.values(LEADS).map((label) => `lead ${label} (95 %; p by Holm)`);
    const head = ["arm", "its best rate", "accuracy there (95 %)", ...leads, "trainings"];
    fillTable(find("#rivals-table", HTMLTableElement), head, lines);
  }

  describe() {
    const lead = (/** @type {string} */ at) =>
      this.table.find(
        (row) => row.what === "minus_dense" && row.arm === "lottery" && row.at === at,
      );
    const [published, best] = [lead("published"), lead("best")];
    if (!published || !best) return "Nothing has been compared yet.";
    const told = (/** @type {Row} */ row) => `${withRange(row)} points, ${verdictOf(row)}`;
    const chosen = ["lottery", "dense"].flatMap((arm) => {
      const row = this.table.find((item) => item.what === "chosen" && item.arm === arm);
      return row
        ? [`${styleOf(arm).label} ${choiceOf(row)}: ${points(Number(row.mean))} percent`]
        : [];
    });
    return `The ticket’s lead over the dense network: as published ${told(published)}; each at its best ${told(best)}. Best rates by validation: ${chosen.join("; ")}.`;
  }
}
